/** Style of every public page; in the page itself, so that nothing is waited for. */
export const STYLE = `
:root{--ground:#f6f7f9;--card:#fff;--ink:#161b22;--dim:#5a6472;--line:#d6dbe2;--gold:#c99a2e;--onGold:#1c1503;--bad:#b3261e;--good:#1a6b3c;--well:#eceff3}
@media (prefers-color-scheme:dark){:root{--ground:#0f1319;--card:#171c24;--ink:#e8ebf0;--dim:#a3adba;--line:#303845;--gold:#dcb04b;--onGold:#1c1503;--bad:#ff9c93;--good:#7fd6a2;--well:#0b0e13}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%}
main{max-width:1040px;margin:0 auto;padding:24px 16px 48px}
h1{font-size:clamp(1.6rem,1.2rem + 2vw,2.3rem);line-height:1.15;margin:0 0 8px;letter-spacing:-.02em;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:0 0 8px;line-height:1.3}
p{margin:0 0 12px;overflow-wrap:anywhere}
.dim,.help{color:var(--dim)}.help{font-size:.875rem;margin:4px 0 0}
.intro{color:var(--dim);margin-bottom:24px;max-width:60ch}
.columns{display:grid;gap:24px;grid-template-columns:minmax(0,1fr)}
@media (min-width:820px){.columns{grid-template-columns:minmax(0,1fr) minmax(0,1fr);align-items:start}.stay{position:sticky;top:24px}}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px}
.field{margin:0 0 20px;border:0;padding:0;min-width:0}
.field>label,.field>legend,legend{display:block;font-weight:600;margin:0 0 6px;padding:0}
input[type=text],input[type=email],input[type=url]{width:100%;min-height:44px;padding:8px 12px;font:inherit;color:inherit;background:var(--card);border:1px solid #7b8694;border-radius:8px}
input.code{font:600 1.15rem ui-monospace,SFMono-Regular,Menlo,monospace;letter-spacing:.06em;text-transform:uppercase}
input.code::placeholder{color:var(--dim);opacity:1;font-weight:400}
input[aria-invalid=true]{border-color:var(--bad)}
:focus-visible{outline:3px solid var(--gold);outline-offset:2px}
input[type=file]{max-width:100%;font:inherit;font-size:.925rem}
input[type=file]::file-selector-button{min-height:40px;padding:6px 14px;margin-inline-end:10px;border:1px solid #7b8694;border-radius:8px;background:var(--card);color:var(--ink);font:inherit;font-weight:600;cursor:pointer}
#keep{margin-top:12px}
.picks{display:grid;gap:10px;grid-template-columns:repeat(auto-fill,minmax(104px,1fr));max-height:430px;overflow:auto;padding:4px;margin:-4px}
.pick{position:relative;display:block;cursor:pointer}
.pick input,.chip input{position:absolute;opacity:0;inset:0;width:100%;height:100%;margin:0;cursor:pointer}
.pick span{display:block;border:1px solid var(--line);border-radius:10px;overflow:hidden;background:var(--well)}
.pick img{display:block;width:100%;aspect-ratio:1;object-fit:cover}
.pick b{display:block;font-size:.8rem;font-weight:500;padding:6px 8px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.pick input:checked+span,.chip input:checked+span{border-color:var(--gold);box-shadow:0 0 0 2px var(--gold)}
.pick input:focus-visible+span,.chip input:focus-visible+span{outline:3px solid var(--gold);outline-offset:4px}
.chips{display:flex;flex-wrap:wrap;gap:8px}
.chip{position:relative;display:inline-block}
.chip span{display:inline-flex;align-items:center;min-height:40px;padding:6px 14px;border:1px solid var(--line);border-radius:999px;background:var(--card)}
.stage{display:grid;place-items:center;background:var(--well);border-radius:10px;overflow:hidden;width:100%;position:relative;max-height:74vh;margin:0 auto}
.stage img{width:100%;height:100%;object-fit:contain;display:block}
.r-square{aspect-ratio:1}.r-story{aspect-ratio:9/16;max-width:calc(74vh*9/16)}.r-feed{aspect-ratio:3/4;max-width:calc(74vh*3/4)}.r-custom{aspect-ratio:1}
.stage[data-busy]::after{content:"";position:absolute;inset:0 0 auto;height:3px;background:var(--gold);animation:run 1.1s linear infinite}
@keyframes run{from{transform:translateX(-100%)}to{transform:translateX(100%)}}
@media (prefers-reduced-motion:reduce){.stage[data-busy]::after{animation:none}}
.row{display:flex;flex-wrap:wrap;gap:8px;margin-top:12px}
.button{display:inline-flex;align-items:center;justify-content:center;min-height:44px;padding:8px 18px;border-radius:8px;border:1px solid #7b8694;background:var(--card);color:inherit;font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
.button.main{background:var(--gold);border-color:var(--gold);color:var(--onGold)}
.button[disabled]{opacity:.6;cursor:default}
.wide{width:100%}
a{color:inherit}
.say{min-height:1.5em;margin:8px 0 0;font-size:.925rem}.say[data-bad]{color:var(--bad)}
.say:empty{min-height:1.5em}
.error{color:var(--bad);font-size:.875rem;margin:4px 0 0}.error:empty{display:none}
.facts{display:flex;flex-wrap:wrap;gap:6px 20px;margin:0 0 16px;padding:0;list-style:none;color:var(--dim)}
.facts b{color:var(--ink)}
.state{border-inline-start:4px solid var(--gold);padding:4px 0 4px 14px;margin:0 0 16px}
.trap{position:absolute;inset-inline-start:-9999px;width:1px;height:1px;overflow:hidden}
.tick{display:grid;grid-template-columns:24px 1fr;gap:10px;align-items:start}
.tick input{width:20px;height:20px;margin:2px 0 0;accent-color:var(--gold)}
.hash,code{font:.85rem/1.5 ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere;word-break:break-all}
.receipt{display:block;font-size:1.2rem;padding:12px;background:var(--well);border-radius:8px;text-align:center;user-select:all}
details{margin-top:16px}summary{cursor:pointer;font-weight:600;min-height:32px}
code,.hash,.receipt{direction:ltr;unicode-bidi:isolate}
footer{margin-top:32px;color:var(--dim);font-size:.875rem}
.languages{display:flex;flex-wrap:wrap;gap:0 4px}.languages a{padding:10px 8px;text-decoration:none}.languages a:hover,.languages [aria-current]{text-decoration:underline;text-underline-offset:4px}.languages [aria-current]{color:var(--ink)}
[hidden]{display:none!important}
`;

import { ANY, MOST_LETTERS, NO_LETTERS, SPACES } from "../codes/code.ts";

/** What both pages' scripts begin with. Plain JavaScript for browsers of the last years, sent as it stands. */
const COMMON = String.raw`
const F=JSON.parse(document.getElementById("facts").textContent),W=F.words,$=s=>document.querySelector(s);
const say=(el,text,bad)=>{el.textContent=text;bad?el.setAttribute("data-bad",""):el.removeAttribute("data-bad")};
const fill=(t,v)=>t.replace(/\{(\w+)\}/g,(b,n)=>v[n]??b);
const told=(code)=>{const m={"request.too_large":W.tooLarge,"upload.too_large":W.tooLarge,"upload.type":W.wrongType,"upload.unsafe":W.wrongType,"upload.unreadable":W.tooHard,"upload.too_hard":W.tooHard,"upload.dimensions":W.dimensions,"rate.limited":W.often,"picture.busy":W.busy,"picture.timeout":W.busy};return m[code]||W.errors[code.replace("entry.","")]||W.failed};
const ask=async(path,init)=>{let r;try{r=await fetch(path,init)}catch{throw{text:W.offline}}
const b=await r.json().catch(()=>({}));if(!r.ok)throw{text:told(b.code||""),code:b.code,details:b.details};return b};
const upload=(path,file)=>{if(file.size>F.mostBytes)return Promise.reject({text:W.tooLarge});
return ask(path,{method:"POST",headers:{"content-type":"application/octet-stream"},body:file})};
`;

/** The generator: a picture that follows what is typed, an own logo, downloading and sharing. Without it the form asks by its button. */
export const GENERATOR_SCRIPT = `${COMMON}
const clean=t=>(c=>${ANY}.test(c)?c:"")(t.trim().toUpperCase().replace(${SPACES},"-").replace(${NO_LETTERS},"").slice(0,${MOST_LETTERS}));
const form=$("#make"),img=$("#picture"),stage=$("#stage"),status=$("#say"),down=$("#download"),take=$("#take"),field=$("#code"),saidBox=$("#code-said"),show=form.querySelector("button.main");
let logo="",shown="",asked=0,typing;const grants={};if(F.grant)grants[F.code]=F.grant;
const values=()=>{const d=new FormData(form),get=n=>String(d.get(n)||""),code=clean(get("code")),template=get("template");return{code,grant:grants[code]||"",template,size:get("size"),name:F.templates.find(x=>x.id===template).name?get("name").trim():""}};
const chosen=v=>{const q=new URLSearchParams({template:v.template,size:v.size});if(v.grant){q.set("code",v.code);q.set("grant",v.grant);if(v.name)q.set("name",v.name)}return q};
const query=v=>{const q=chosen(v);if(logo)q.set("logo",logo);return q};
const pageOf=v=>F.address+"?"+chosen(v),stay=()=>{const q=chosen(values());for(const a of document.querySelectorAll("[hreflang]"))a.search=new URLSearchParams([...q,["lang",a.hreflang]]);if(F.lang)q.set("lang",F.lang);history.replaceState(null,"",F.base+"?"+q)};
const wrong=t=>{saidBox.textContent=t;t?field.setAttribute("aria-invalid","true"):field.removeAttribute("aria-invalid")};
const sizes=()=>{const v=values(),t=F.templates.find(x=>x.id===v.template);
for(const c of document.querySelectorAll("[data-size]"))c.hidden=!t.sizes.includes(c.dataset.size);
if(!t.sizes.includes(v.size))form.querySelector('[name=size][value="'+t.sizes[0]+'"]').checked=true;
$("#logos").hidden=!t.logo;$("#names").hidden=!t.name};
const draw=()=>{const v=values(),q=query(v),src=F.base+"/picture?"+q+"&w=760";take.hidden=!v.grant;
if(src===shown)return;shown=src;stage.className="stage r-"+v.size;stage.setAttribute("data-busy","");
const next=new Image;next.onload=()=>{if(src!==shown)return;img.src=src;img.alt=fill(W.preview,{code:v.grant?v.code:F.example});stage.removeAttribute("data-busy");say(status,v.grant?W.good:W.sample)};
next.onerror=()=>{if(src!==shown)return;stage.removeAttribute("data-busy");shown="";say(status,W.busy,1)};next.src=src;
down.href=F.base+"/picture?"+q+"&download=1";
const p=encodeURIComponent(pageOf(v)),t=encodeURIComponent(F.title);
$("#telegram").href="https://t.me/share/url?url="+p+"&text="+t;$("#whatsapp").href="https://wa.me/?text="+t+"%20"+p;$("#xcom").href="https://x.com/intent/post?url="+p+"&text="+t};
const check=async()=>{const v=values();wrong("");
if(v.grant){draw();stay();return}
if(!v.code){wrong(W.codes.none);field.focus();return}
const mine=++asked;show.disabled=true;say(status,W.checking);
try{const a=await ask(F.base+"/codes",{method:"POST",headers:{"content-type":"application/json"},body:JSON.stringify({code:v.code})});
if(mine!==asked)return;
if(a.state==="valid"){grants[a.code]=a.grant;draw();stay();stage.scrollIntoView({block:"nearest"})}
else if(a.state==="unsure"){say(status,"");wrong(a.text)}
else{say(status,"");wrong(a.text);field.focus()}}
catch(x){if(mine===asked){say(status,"");wrong(x.text||W.failed)}}
finally{if(mine===asked)show.disabled=false}};
form.addEventListener("input",e=>{if(e.target.name==="template")sizes();if(e.target.name==="code"){asked++;show.disabled=false;wrong("")}
if(e.target.name==="name"){clearTimeout(typing);typing=setTimeout(draw,400)}else draw()});
form.addEventListener("change",()=>{clearTimeout(typing);draw();if(values().grant)stay()});
form.addEventListener("submit",e=>{e.preventDefault();check()});
$("#logo").addEventListener("change",async e=>{const f=e.target.files[0];if(!f)return;say(status,W.working);
try{logo=(await upload(F.base+"/logos",f)).id;$("#logoless").hidden=false;draw()}catch(x){e.target.value="";say(status,x.text||W.failed,1)}});
$("#logoless").addEventListener("click",()=>{logo="";$("#logo").value="";$("#logoless").hidden=true;draw()});
$("#copy").addEventListener("click",async()=>{try{await navigator.clipboard.writeText(pageOf(values()));say(status,W.copied)}catch{say(status,pageOf(values()))}});
const share=$("#share");if(navigator.share){share.hidden=false;share.addEventListener("click",async()=>{const v=values();const data={title:F.title,url:pageOf(v)};
try{const b=await(await fetch(down.href)).blob();const f=new File([b],v.code+".jpg",{type:"image/jpeg"});if(navigator.canShare&&navigator.canShare({files:[f]}))data.files=[f];await navigator.share(data)}
catch(x){if(x.name!=="AbortError")say(status,W.failed,1)}})}
sizes();
`;

/** A campaign: the picture goes up and comes back fitted, then the entry is sent. */
export const CAMPAIGN_SCRIPT = `${COMMON}
const form=$("#entry"),file=$("#file"),stage=$("#stage"),img=$("#picture"),status=$("#say"),down=$("#download"),send=$("#send");
let picture="",token="",fit="cover";
const issue=async()=>{if(!token)token=(await ask(F.base+"/form",{method:"POST"})).form};
const show=()=>{const src=F.base+"/pictures/"+picture+"?fit="+fit;stage.setAttribute("data-busy","");img.onload=()=>stage.removeAttribute("data-busy");
img.onerror=()=>{stage.removeAttribute("data-busy");say(status,W.busy,1)};img.src=src+"&w=760";img.alt=W.resultAlt;down.href=src+"&download=1";down.hidden=false;$("#fits").hidden=false};
const take=async f=>{if(!f)return;say(status,W.working);stage.setAttribute("data-busy","");
try{await issue();picture=(await upload(F.base+"/pictures",f)).id;$("#choose").textContent=W.another;say(status,"");show()}
catch(x){file.value="";stage.removeAttribute("data-busy");say(status,x.text||W.failed,1)}};
if(file){file.addEventListener("change",()=>take(file.files[0]));
stage.addEventListener("dragover",e=>e.preventDefault());stage.addEventListener("drop",e=>{e.preventDefault();take(e.dataTransfer.files[0])})}
if(form){form.addEventListener("focusin",()=>issue().catch(()=>{}),{once:true});
form.addEventListener("change",e=>{if(e.target.name==="fit"){fit=e.target.value;if(picture)show()}});
const wrong=(name,text)=>{const el=form.elements[name];const box=$("#error-"+name);if(!el||!box)return false;box.textContent=text;el.setAttribute("aria-invalid","true");el.focus();return true};
form.addEventListener("input",e=>{e.target.removeAttribute("aria-invalid");const box=$("#error-"+e.target.name);if(box)box.textContent=""});
form.addEventListener("submit",async e=>{e.preventDefault();say($("#sent"),"");const d=new FormData(form);
if(F.pictureNeeded&&!picture){say(status,W.errors.picture,1);file.focus();return}
if(!d.get("consent")){wrong("consent",W.errors.consent);return}
send.disabled=true;
try{await issue();const links={};for(const p of F.platforms)links[p]=String(d.get("link-"+p)||"");
const r=await ask(F.base+"/entries",{method:"POST",headers:{"content-type":"application/json"},body:JSON.stringify({form:token,email:d.get("email"),links,picture:picture||undefined,fit,consent:!!d.get("consent"),consentVersion:F.consentVersion,trap:String(d.get("company")||"")})});
$("#number").textContent=fill(W.enteredText,{number:r.number});$("#receipt").textContent=r.receipt;if(picture){$("#keep").href=down.href;$("#keep").hidden=false}form.hidden=true;const done=$("#done");done.hidden=false;done.focus();done.scrollIntoView({block:"nearest"})}
catch(x){send.disabled=false;const why=(x.code||"").replace("entry.","");
if(why==="form")token="";
const at=why==="email"||why==="twice"?"email":why==="consent"?"consent":why==="link"?"link-"+x.details.platform:"";
const text=fill(x.text||W.failed,{platform:why==="link"?F.names[x.details.platform]:""});
if(!at||!wrong(at,text))say($("#sent"),text,1)}})}
`;

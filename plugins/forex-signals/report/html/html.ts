/** Markup that may stand as it is; everything else that goes into `html` is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | null | undefined | readonly Part[];

/** A template whose values are text unless they are markup: names and parameters come from strangers. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.map((each, index) => each + textOf(parts[index])).join(""));
}

function textOf(part: Part): string {
  if (part === null || part === undefined) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(textOf).join("");
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A value for a script of the page to read: nothing in it can end the element. */
export function dataElement(id: string, value: unknown): Html {
  const json = JSON.stringify(value).replace(/</g, "\\u003c");
  return html`<script type="application/json" id="${id}">${new Html(json)}</script>`;
}

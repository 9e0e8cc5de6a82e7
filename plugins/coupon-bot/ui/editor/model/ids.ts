import type { Template } from "../../../template/template.ts";

/** Makes ids that a template does not have yet. */
export type NewId = () => string;

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

export function newIds({ layers }: Pick<Template, "layers">): NewId {
  const taken = new Set(layers.map(({ id }) => id));
  return () => {
    for (;;) {
      const bytes = crypto.getRandomValues(new Uint8Array(6));
      const id = Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join("");
      if (taken.has(id)) continue;
      taken.add(id);
      return id;
    }
  };
}

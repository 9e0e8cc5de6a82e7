import type { Template } from "../../../template/template.ts";

/** Nothing is in it. */
export function isBlank({ layers, background }: Template): boolean {
  return layers.length === 0 && background.photo === undefined;
}

/** As templates begin: no picture yet, and at most the code. The first photo becomes their background. */
export function isBeginning({ layers, background }: Template): boolean {
  return background.photo === undefined && layers.length < 2 && layers.every(({ kind }) => kind === "text");
}

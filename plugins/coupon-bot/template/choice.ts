import { Type } from "@promostack/core";

/** One of some words. */
export function choice<const Word extends string>(words: readonly Word[]) {
  return Type.Unsafe<Word>({ type: "string", enum: words });
}

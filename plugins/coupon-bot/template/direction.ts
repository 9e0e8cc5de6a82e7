const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
/** Letters have a direction; digits, signs and emoji take their neighbours'. */
const FIRST_LETTER = /\p{L}/u;

/** Direction of the first letter that has one. */
export function directionOf(text: string): "ltr" | "rtl" {
  const [first] = FIRST_LETTER.exec(text) ?? [];
  return first !== undefined && RIGHT_TO_LEFT.test(first) ? "rtl" : "ltr";
}

/** Whether anything in it runs from right to left. */
export function mixesDirections(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}

/** Text that is ordered for itself, as its own first letter says (Unicode's first strong isolate). */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

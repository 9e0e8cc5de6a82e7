/** What is wrong with a value and what to do, for the keyword of the schema that it broke. */
export function explain(keyword: string, limit: unknown, fallback: string): string {
  switch (keyword) {
    case "required":
      return "This is needed.";
    case "minimum":
      return `Use ${limit} or more.`;
    case "exclusiveMinimum":
      return `Use more than ${limit}.`;
    case "maximum":
      return `Use ${limit} or less.`;
    case "exclusiveMaximum":
      return `Use less than ${limit}.`;
    case "multipleOf":
      return `Use a multiple of ${limit}.`;
    case "minLength":
      return limit === 1 ? "This is needed." : `Use at least ${limit} characters.`;
    case "maxLength":
      return `Use at most ${limit} characters.`;
    case "minItems":
      return limit === 1 ? "Add at least one." : `Add at least ${limit}.`;
    case "maxItems":
      return `Keep at most ${limit}.`;
    case "uniqueItems":
      return "The same value stands here twice.";
    case "enum":
    case "const":
      return "Choose one of the listed values.";
    case "pattern":
      return "This does not have the expected form.";
    case "format":
      return `This is not a valid ${limit}.`;
    case "type":
      return typeof limit === "string" ? `Enter ${ARTICLES[limit] ?? limit}.` : fallback;
    default:
      return fallback;
  }
}

const ARTICLES: Record<string, string> = {
  number: "a number",
  integer: "a whole number",
  string: "some text",
  boolean: "yes or no",
  array: "a list",
};

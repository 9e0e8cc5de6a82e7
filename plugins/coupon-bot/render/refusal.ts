/** Why a drawing cannot be made, for a person. Painters are small and do not load core; outside it becomes a `PlatformError`. */
export class Refusal extends Error {
  readonly code: string;
  readonly hint: string;

  constructor(message: string, { code, hint, cause }: { code: string; hint: string; cause?: unknown }) {
    super(message, { cause });
    this.name = "Refusal";
    this.code = code;
    this.hint = hint;
  }
}

export function unreadable(what: "picture" | "font", cause?: unknown): Refusal {
  return new Refusal(`A ${what} that the template uses cannot be read.`, {
    code: "picture.asset_unreadable",
    hint: "Upload it anew, or choose another.",
    cause,
  });
}

/**
 * What other plugins add to the coupon bot. They list the point under `contributes.extensions`, and `coupon-bot` under `dependencies`:
 *
 * - `coupon-bot.validator` (a `ValidatorOffer`, with the method `check`): knows codes, and is asked in the tenant's order.
 */
export interface ValidatorOffer {
  /** Unique in its plugin, such as `loyalty-codes`. */
  name: string;
  title: string;
  description?: string;
  /** JSON Schema of its settings: an object. The form is drawn from it. */
  input: Record<string, unknown>;
}

/** What `check` is asked. */
export interface ValidatorQuestion {
  /** Upper case; A-Z, 0-9, `-` and `_`. */
  code: string;
  /** Telegram user id as text; absent on the public page. */
  person?: string;
  source: "chat" | "public";
}

/** What `check` answers. What cannot be said now is `unsure`, never `invalid`. */
export type ValidatorAnswer =
  | { state: "valid"; values?: Record<string, string>; label?: string }
  | {
      state: "invalid";
      reason: "unknown" | "not_yet" | "expired" | "used_up" | "refused";
      message?: string;
    }
  | { state: "unsure"; why?: string };

export interface ValidatorMethods {
  /** Within what is left of six seconds. A valid answer may be kept for five minutes. */
  check(input: Record<string, unknown>, question: ValidatorQuestion): Promise<ValidatorAnswer>;
}

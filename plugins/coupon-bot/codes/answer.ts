import type { Variables } from "../template/variables.ts";

/** Why a code is refused, the most telling first: a code that has ended somewhere is no unknown one. */
export const REASONS = ["used_up", "expired", "not_yet", "refused", "unknown"] as const;
export type Reason = (typeof REASONS)[number];

/** Why it could not be found out: no answer in time, no answer, one that says nothing, not asked. */
export type Cause = "timeout" | "unreachable" | "failing" | "unclear" | "resting" | "busy";

/** What one validator says. */
export type Answer =
  /** `values` are variables for templates, `label` a few words for people, such as "20 % off". */
  | { state: "valid"; values: Variables; label?: string }
  | { state: "invalid"; reason: Reason; message?: string; label?: string }
  /** It could not be found out now; `why` is for the tenant, not for who asked, `cause` for figures. */
  | { state: "unsure"; why: string; cause: Cause };

/** What all of them say together. `validator` is who decided: its title. `values` always has `code`, and the label where there is one. */
export type CodeAnswer = Answer & { validator?: string };

/** Who asks for a code, and where. */
export interface CodeQuestion {
  /** As `codeFrom` writes it. */
  code: string;
  /** Tells people apart: a Telegram user's id as text, or something that stands for a visitor. Absent: nobody in particular. */
  asker?: string;
  source: "chat" | "public";
}

/** One valid answer ends it; who could not be asked leaves it open; else the most telling refusal counts. */
export function together(code: string, said: readonly { title: string; answer: Answer }[]): CodeAnswer {
  const valid = said.find(({ answer }) => answer.state === "valid");
  if (valid?.answer.state === "valid") {
    const { values, label } = valid.answer;
    const all = { ...(label !== undefined && { label }), ...values, code };
    return { ...valid.answer, values: all, validator: valid.title };
  }
  const unsure = said.find(({ answer }) => answer.state === "unsure");
  if (unsure !== undefined) return { ...unsure.answer, validator: unsure.title };
  for (const reason of REASONS) {
    const found = said.find(({ answer }) => answer.state === "invalid" && answer.reason === reason);
    if (found !== undefined) return { ...found.answer, validator: found.title };
  }
  return { state: "valid", values: { code } };
}

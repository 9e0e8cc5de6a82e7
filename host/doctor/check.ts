import { PlatformError } from "@promostack/core";
import type { Config } from "../config/config.ts";
import type { Database } from "../db/database.ts";

/** ok: works. warning: works, and somebody should look. failed: does not work. */
export type State = "ok" | "warning" | "failed";

export interface Finding {
  state: State;
  /** What is, in a sentence. */
  detail: string;
  /** What to do about it. */
  fix?: string;
}

export interface Check<Needs = HostGround> {
  name: string;
  /** A throw is a failure, explained by its message and hint. */
  look(ground: Needs): Promise<Finding>;
  /** Needs the database, and is passed over where there is none. */
  database?: true;
}

/** What checks stand on. */
export interface HostGround {
  config: Config;
  database: Database;
}

export const ok = (detail: string): Finding => ({ state: "ok", detail });
export const warning = (detail: string, fix: string): Finding => ({ state: "warning", detail, fix });
export const failed = (detail: string, fix: string): Finding => ({ state: "failed", detail, fix });

/** A finding about something that did not answer or did not work. */
export function explain(error: unknown): Finding {
  const detail = error instanceof Error ? error.message : String(error);
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : "";
  const cause = detail.includes(reason) ? "" : ` (${reason})`;
  const fix = PlatformError.is(error) ? error.hint : undefined;
  return { state: "failed", detail: `${detail}${cause}`, ...(fix && { fix }) };
}

/** Gives up on what takes longer than `milliseconds`. */
export async function within<R>(milliseconds: number, what: string, work: Promise<R>): Promise<R> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what} did not answer within ${milliseconds / 1000} s`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

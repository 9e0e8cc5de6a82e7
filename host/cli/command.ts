import type { CliOption } from "@promostack/core";
import type { Session } from "./session.ts";

export type Options = Record<string, string | boolean | undefined>;

/** One command: data for the help, and what it does. Heavy modules are imported inside `run`, so that help stays quick. */
export interface Command {
  /** Word after `promostack`, or after the group's word: `list`. */
  name: string;
  summary: string;
  description?: string;
  arguments?: { name: string; description: string }[];
  options?: CliOption[];
  examples?: string[];
  run(session: Session, args: string[], options: Options): Promise<void>;
}

/** Commands below one word: `tenant list`, `tenant create`. */
export interface CommandGroup {
  name: string;
  summary: string;
  commands: Command[];
}

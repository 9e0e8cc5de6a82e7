import { homedir } from "node:os";
import path from "node:path";
import type { CliOption } from "@promostack/core";
import type { Options } from "./command.ts";
import type { Session } from "./session.ts";

export const KEY_OPTION: CliOption = {
  flags: "--key <file>",
  description: "your private key; PROMOSTACK_KEY, or ~/.config/promostack/publisher.pem, when absent",
};

/** Where the author's private key lies. */
export function keyFile({ cwd }: Pick<Session, "cwd">, options: Options): string {
  const given = options.key ?? process.env.PROMOSTACK_KEY;
  if (typeof given === "string" && given !== "") return path.resolve(cwd, given);
  const config = process.env.XDG_CONFIG_HOME || path.join(homedir(), ".config");
  return path.join(config, "promostack", "publisher.pem");
}

/** A path as people write it. */
export function tilde(file: string): string {
  const home = `${homedir()}${path.sep}`;
  return file.startsWith(home) ? `~${path.sep}${file.slice(home.length)}` : file;
}

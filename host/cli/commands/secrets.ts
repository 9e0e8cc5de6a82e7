import { PlatformError } from "@promostack/core";
import type { Command, CommandGroup } from "../command.ts";

const rotate: Command = {
  name: "rotate",
  summary: "encrypt every secret with the key that SECRETS_KEY holds now",
  description:
    "Encrypts every stored secret with the present key. Put the new key into SECRETS_KEY and the old one into SECRETS_KEY_PREVIOUS, run this, then take SECRETS_KEY_PREVIOUS away.",
  options: [
    {
      flags: "--lost",
      description:
        "the key before is lost: hosts that still hold it are locked out, and its secrets have to be entered again",
    },
  ],
  async run(session, _args, { lost = false }) {
    const database = await session.database({ keyIsLost: lost === true });
    const config = await session.config();
    const { Vault } = await import("../../secret/vault.ts");
    const { readKey, readPreviousKeys } = await import("../../secret/key.ts");
    const vault = new Vault(database, await readKey(config), await readPreviousKeys(config));
    const { rotated, unreadable } = await vault.rotate();
    session.terminal.answer({ rotated, unreadable });
    session.terminal.print(
      rotated === 0
        ? "Every readable secret has the present key already."
        : `Encrypted ${rotated} secrets anew.`,
    );
    if (unreadable > 0 && lost) session.terminal.print(`${unreadable} have to be entered again.`);
    else if (unreadable > 0)
      throw new PlatformError(`${unreadable} secrets cannot be read with the keys that are given.`, {
        code: "secrets.unreadable",
        hint: "Put the key that they were written with into SECRETS_KEY_PREVIOUS, or enter them again.",
      });
  },
};

export const secrets: CommandGroup = { name: "secrets", summary: "encrypted values", commands: [rotate] };

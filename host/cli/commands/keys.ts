import type { Command, CommandGroup } from "../command.ts";
import { KEY_OPTION, keyFile, tilde } from "../signingKey.ts";

const create: Command = {
  name: "create",
  summary: "make the key that your releases are signed with",
  description:
    "Makes an Ed25519 key in a file that only you can read. Installations know you by its public half: keep a copy of the file in a safe place, and give it to nobody.",
  options: [KEY_OPTION],
  examples: ["keys create", "keys create --key ~/keys/work.pem"],
  async run(session, _args, options) {
    const { createSigningKey } = await import("../../release/signingKey.ts");
    const { fingerprintOf, publicKeyOf } = await import("../../release/publicKey.ts");
    const file = keyFile(session, options);
    const publicKey = publicKeyOf(await createSigningKey(file));
    const fingerprint = fingerprintOf(publicKey);
    session.terminal.answer({ file, publicKey, fingerprint });
    session.terminal.print(`Your key is in ${tilde(file)}, readable by you alone.`);
    session.terminal.print();
    session.terminal.print(`Fingerprint  ${fingerprint}`);
    session.terminal.print(`Public key   ${publicKey}`);
    session.terminal.print();
    session.terminal.print("Tell the fingerprint to whoever runs the installation: they compare it once.");
  },
};

const show: Command = {
  name: "show",
  summary: "the fingerprint that installations know you by",
  options: [KEY_OPTION],
  async run(session, _args, options) {
    const { readSigningKey } = await import("../../release/signingKey.ts");
    const { fingerprintOf, publicKeyOf } = await import("../../release/publicKey.ts");
    const file = keyFile(session, options);
    const publicKey = publicKeyOf(await readSigningKey(file));
    const fingerprint = fingerprintOf(publicKey);
    session.terminal.answer({ file, publicKey, fingerprint });
    session.terminal.print(`Fingerprint  ${fingerprint}`);
    session.terminal.print(`Public key   ${publicKey}`);
    session.terminal.print(`File         ${tilde(file)}`);
  },
};

export const keys: CommandGroup = {
  name: "keys",
  summary: "the key that signs what you publish",
  commands: [create, show],
};

import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { mistake } from "../../mistake.ts";
import type { Command, Options } from "../command.ts";
import { Installation, type RemoteRelease, TO_OPTION } from "../installation.ts";
import type { Session } from "../session.ts";
import { KEY_OPTION, keyFile } from "../signingKey.ts";
import { isFolder, packed, readFileOrSay, signed, size } from "./strategyRelease.ts";

const RELEASE = { name: "<release>", description: "id@version, such as my-idea@1.0.0" };
const REASON = { flags: "--reason <text>", description: "what people who use it read", required: true };
const WAIT_MS = 2_000;

/** What each step looks at, as the installation names them. */
const STEPS: Record<string, string> = {
  unpack: "Unpacks the archive",
  hashes: "Holds every file against the signed list",
  signature: "Checks the signature",
  manifest: "Checks plugin.json",
  engine: "Checks that it fits this installation",
  publisher: "Looks up publisher, id and version",
  describe: "Asks the strategy in the sandbox what it is",
  checks: "Looks for look-ahead, recursion and chance",
  store: "Stores it for every replica",
};

export const publish: Command = {
  name: "publish",
  summary: "publish a strategy to a running installation",
  description:
    "Sends a signed archive; a folder is packed and signed with your key first. It can be chosen at once on every replica, or, when the installation does not know you yet, as soon as an admin has approved you.",
  arguments: [{ name: "[what]", description: "an archive, or a folder; this one when absent" }],
  options: [
    TO_OPTION,
    KEY_OPTION,
    { flags: "--wait", description: "when an admin has to approve it, wait until that is done" },
  ],
  examples: ["strategy publish --to https://promo.example", "strategy publish my-idea-1.0.0.tgz --wait"],
  async run(session, [what = "."], options) {
    const { terminal, signal } = session;
    const installation = new Installation(options, signal);
    const archive = await archiveOf(session, path.resolve(session.cwd, what), options);
    terminal.print(`${size(archive.length)} to ${installation.address}`);
    let begun: { step: string; at: number } | undefined;
    const close = (mark: string) => {
      if (begun === undefined) return;
      const words = STEPS[begun.step] ?? begun.step;
      terminal.print(`  ${mark} ${words.padEnd(48)} ${Math.round(performance.now() - begun.at)} ms`);
    };
    const release = await installation
      .publish(archive, (step) => {
        close(terminal.style("green", "✓"));
        begun = { step, at: performance.now() };
      })
      .catch((error: unknown) => {
        close(terminal.style("red", "✗"));
        throw error;
      });
    close(terminal.style("green", "✓"));
    terminal.print();
    if (release.state === "pending" && options.wait === true) {
      terminal.print(`${standing(release)} Waiting … (Ctrl+C stops waiting, not publishing)`);
      answer(session, await approved(installation, release, signal));
    } else answer(session, release);
  },
};

export const status: Command = {
  name: "status",
  summary: "how your releases stand at an installation",
  arguments: [{ name: "<strategy>", description: "id, or id@version" }],
  options: [TO_OPTION],
  examples: ["strategy status my-idea --to https://promo.example"],
  async run(session, [name = ""], options) {
    const [id = "", version] = name.split("@");
    const found = await new Installation(options, session.signal).releases(id);
    const items = found.filter((each) => version === undefined || each.version === version);
    session.terminal.answer({ items });
    session.terminal.table(
      ["VERSION", "STATE", "PUBLISHED", "PUBLISHER", "WHY"],
      items.map((each) => [
        each.version,
        each.state,
        each.publishedAt.slice(0, 16).replace("T", " "),
        each.publisher.name,
        each.reason ?? "",
      ]),
      `Nothing of ${name} is published there.`,
    );
  },
};

export const deprecate = stateCommand({
  name: "deprecate",
  state: "deprecated",
  summary: "say that a release should not be chosen any more; it works on",
  options: [REASON, { flags: "--use <strategy>", description: "id of the strategy to use instead" }],
  examples: ['strategy deprecate my-idea@1.0.0 --reason "2.0 trades less and earns more"'],
});

export const withdraw = stateCommand({
  name: "withdraw",
  state: "withdrawn",
  summary: "take a release back: no new signals from it, open ones finish",
  options: [REASON],
  examples: ['strategy withdraw my-idea@1.0.1 --reason "The stop was on the wrong side"'],
});

export const restore = stateCommand({
  name: "restore",
  state: "active",
  summary: "undo a deprecation or withdrawal of yours",
  options: [],
  examples: ["strategy restore my-idea@1.0.0"],
});

function stateCommand(
  command: Pick<Command, "name" | "summary" | "options" | "examples"> & { state: string },
): Command {
  const { state, options: own = [], ...rest } = command;
  return {
    ...rest,
    arguments: [RELEASE],
    options: [...own, TO_OPTION, KEY_OPTION],
    async run(session, [name = ""], options) {
      const [id, version] = name.split("@");
      if (!id || !version) throw mistake(`"${name}" names no release.`, "Write id@version: my-idea@1.0.0.");
      const { readSigningKey } = await import("../../release/signingKey.ts");
      const key = await readSigningKey(keyFile(session, options));
      const change = {
        state,
        ...(typeof options.reason === "string" && { reason: options.reason }),
        ...(typeof options.use === "string" && { replacement: options.use }),
      };
      answer(session, await new Installation(options, session.signal).setState(id, version, change, key));
    },
  };
}

async function archiveOf(session: Session, file: string, options: Options): Promise<Buffer> {
  if (!(await isFolder(file))) return readFileOrSay(file);
  const { manifest, files } = await packed(session, file);
  const { writeArchive } = await import("../../release/writeArchive.ts");
  return writeArchive(await signed(session, files, manifest, options));
}

async function approved(
  installation: Installation,
  { strategy, version }: RemoteRelease,
  signal: AbortSignal,
): Promise<RemoteRelease> {
  for (;;) {
    await sleep(WAIT_MS, undefined, { signal });
    const releases = await installation.releases(strategy);
    const release = releases.find((each) => each.version === version);
    if (release !== undefined && release.state !== "pending") return release;
  }
}

function answer({ terminal }: Session, release: RemoteRelease): void {
  terminal.answer(release);
  terminal.print(standing(release));
}

function standing({ strategy, version, state, reason, publisher, until }: RemoteRelease): string {
  const name = `${strategy} ${version}`;
  const why = reason ? ` ${reason}` : "";
  switch (state) {
    case "active":
      return `${name} can be chosen now.`;
    case "pending":
      return `${name} waits for an admin, who compares your fingerprint: ${publisher.fingerprint}.`;
    case "quarantined":
      return `${name} is set aside until ${until ?? "later"}.${why}`;
    default:
      return `${name} is ${state}.${why}`;
  }
}

import { Command as Commander, CommanderError, Option } from "commander";
import { mistake } from "../mistake.ts";
import type { Command, CommandGroup } from "./command.ts";
import type { Section } from "./sections.ts";
import type { Terminal } from "./terminal.ts";

/** What was asked for: the command, its words and its options. */
export interface Call {
  command: Command;
  args: string[];
  options: Record<string, string | boolean | undefined>;
}

/** Raised where the help was printed and nothing is left to do. */
export class HelpShown extends Error {}

const INTRODUCTION = `PromoStack runs bots, signals and journeys for Telegram marketers, as plugins of one platform.`;
const EXAMPLES = `
Examples:
  $ promostack start                        the platform with everything it needs, on port 3000
  $ promostack doctor                       what works on this machine, and what to do about the rest
  $ promostack plugin list                  plugins and their state
  $ promostack <command> --help             arguments, options and examples of a command

Every command takes --json. Exit codes: 0 ok, 1 failed, 2 a mistake in the call.
Settings come from the environment (PORT, DATA_DIR, DATABASE_URL, …): see host/README.md.`;

/** What a call is read with. */
export interface Reading {
  sections: readonly Section[];
  version: string;
  terminal: Pick<Terminal, "write">;
  /** What the list of commands lacks, and why: said in the help, and to whoever names a command that is not there. */
  remark?: string;
}

/**
 * Reads the words of a call. Raises HelpShown where help or the version was asked for, and `cli.usage` (with a suggestion
 * where a word is nearly right) where they make no sense.
 */
export function readCall(words: readonly string[], { sections, version, terminal, remark }: Reading): Call {
  let call: Call | undefined;
  const program = base("promostack")
    .description(INTRODUCTION)
    .version(version, "-v, --version", "print the version")
    .addHelpText("after", remark === undefined ? EXAMPLES : `${EXAMPLES}\n\n${remark}`)
    .usage("<command> [options]");
  program.exitOverride();
  for (const { heading, commands } of sections) {
    for (const each of commands) {
      const node =
        "commands" in each ? group(each, (made) => (call = made)) : leaf(each, (made) => (call = made));
      program.addCommand(node.helpGroup(heading));
    }
  }
  let complaint = "";
  const write = (text: string) => terminal.write(text);
  redirect(program, write, (text) => {
    complaint += text;
  });
  try {
    program.parse(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw outcome(error, complaint, write, remark);
  }
  if (call) return call;
  throw new HelpShown();
}

function group({ name, summary, commands }: CommandGroup, chosen: (call: Call) => void): Commander {
  const node = base(name).summary(summary).description(summary).usage("<command> [options]");
  for (const each of commands) node.addCommand(leaf(each, chosen));
  return node;
}

function leaf(command: Command, chosen: (call: Call) => void): Commander {
  const node = base(command.name)
    .summary(command.summary)
    .description(command.description ?? command.summary);
  for (const argument of command.arguments ?? []) node.argument(argument.name, argument.description);
  for (const { flags, description, default: preset, required, repeatable } of command.options ?? []) {
    const option = new Option(flags, description);
    if (repeatable)
      option.argParser((value, before?: string) => (before === undefined ? value : `${before}\n${value}`));
    if (preset !== undefined) option.default(preset);
    node.addOption(required ? option.makeOptionMandatory() : option);
  }
  if (command.examples?.length)
    node.addHelpText(
      "after",
      `\nExamples:\n${command.examples.map((line) => `  $ promostack ${line}`).join("\n")}`,
    );
  return node.action(() => {
    const args = node.args;
    chosen({ command, args, options: node.opts() });
  });
}

function base(name: string): Commander {
  return new Commander(name)
    .option("--json", "answer with JSON")
    .helpOption("-h, --help", "explain this command")
    .helpCommand(false)
    .showSuggestionAfterError()
    .configureHelp({
      sortSubcommands: false,
      subcommandTerm: (command) =>
        `${command.name()} ${command.usage()}`.replace(/ ?\[options\] ?/, " ").trim(),
    });
}

/** Help goes where answers go; complaints are collected, so that they come out like every other mistake. */
function redirect(
  command: Commander,
  writeOut: (text: string) => void,
  writeErr: (text: string) => void,
): void {
  command.exitOverride().configureOutput({ writeOut, writeErr });
  for (const each of command.commands) redirect(each, writeOut, writeErr);
}

function outcome(
  error: CommanderError,
  complaint: string,
  write: (text: string) => void,
  remark: string | undefined,
): Error {
  if (error.exitCode === 0) return new HelpShown();
  // A group without a word after it explains itself, which is an answer and no complaint.
  if (error.code === "commander.help") {
    write(complaint);
    return new HelpShown();
  }
  const [first = error.message, ...rest] = complaint.trim().split("\n");
  const suggestion = rest
    .join(" ")
    .trim()
    .replace(/^\(|\)$/g, "");
  const message = first.replace(/^error: /, "");
  const hint = suggestion || "Call it with --help to see how it is used.";
  return mistake(
    `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.?!]$/.test(message) ? "" : "."}`,
    remark !== undefined && error.code === "commander.unknownCommand" ? `${hint} ${remark}` : hint,
  );
}

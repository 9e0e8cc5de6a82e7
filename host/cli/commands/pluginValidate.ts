import type { Finding } from "../../author/check/finding.ts";
import { mistake } from "../../mistake.ts";
import type { Command } from "../command.ts";
import type { Session } from "../session.ts";

export const validate: Command = {
  name: "validate",
  summary: "check a plugin's folder: plugin.json, what it promises, and what the sources import",
  description:
    "Runs every check that needs no running of the plugin, and says for each finding the file, the reason and the remedy. Errors (exit code 2) keep it from being packed or loaded; warnings are yours to weigh.",
  arguments: [{ name: "[folder]", description: "folder with plugin.json; this one when absent" }],
  options: [{ flags: "--strict", description: "take warnings for errors" }],
  examples: ["plugin validate", "plugin validate my-notes --strict --json"],
  async run({ terminal, cwd }, [name], options) {
    const { pluginFolder } = await import("../../author/pluginFolder.ts");
    const { validatePlugin } = await import("../../author/validatePlugin.ts");
    const { manifest, findings } = await validatePlugin(await pluginFolder(name, cwd));
    const grave = options.strict === true ? findings : findings.filter(isError);
    const facts = manifest && { id: manifest.id, kind: manifest.kind, version: manifest.version };
    terminal.answer({ valid: grave.length === 0, ...facts, findings });
    for (const finding of findings) tell(terminal, finding);
    if (grave.length > 0) {
      const count = grave.length === 1 ? "1 problem" : `${grave.length} problems`;
      throw mistake(`${manifest?.id ?? "plugin.json"} has ${count}.`, "Each stands above with its remedy.");
    }
    if (manifest)
      terminal.print(
        `${terminal.style("green", "✓")} ${manifest.id} ${manifest.version} (${manifest.kind}) is valid.`,
      );
  },
};

function tell(terminal: Session["terminal"], { severity, file, place, message, fix }: Finding): void {
  const mark = severity === "error" ? terminal.style("red", "✗") : terminal.style("yellow", "!");
  const where = place === undefined ? file : place.startsWith("/") ? `${file} ${place}` : `${file}:${place}`;
  terminal.print(`${mark} ${terminal.style("bold", where)} ${message}`);
  terminal.paragraph("    ", fix);
}

function isError({ severity }: Finding): boolean {
  return severity === "error";
}

import { PlatformError } from "@promostack/core";
import type { RemoteInstall } from "./installation.ts";
import type { Terminal } from "./terminal.ts";

/** Prints each step of an install once, when it is through. */
export function installShower(terminal: Terminal): (install: Pick<RemoteInstall, "steps">) => void {
  const told = new Set<string>();
  return ({ steps }) => {
    for (const { name, title, state, milliseconds, note, warnings = [] } of steps) {
      if (told.has(name) || (state !== "done" && state !== "failed")) continue;
      told.add(name);
      const mark = state === "done" ? terminal.style("green", "✓") : terminal.style("red", "✗");
      const took = milliseconds === undefined ? "" : `${Math.round(milliseconds)} ms`;
      terminal.print(`  ${mark} ${title.padEnd(48)} ${took}${note ? `  ${note}` : ""}`.trimEnd());
      for (const warning of warnings) terminal.print(`    ${terminal.style("yellow", "!")} ${warning}`);
    }
  };
}

/** What an install that waits asks for. */
export function printConsent(
  terminal: Terminal,
  name: string,
  consent: NonNullable<RemoteInstall["consent"]>,
): void {
  terminal.print(`${name} waits for an admin's consent:`);
  for (const each of consent.asks) terminal.print(`  ${consent.adds.includes(each) ? "+" : " "} ${each}`);
  if (consent.publisher?.fingerprint) terminal.print(`  signed by ${consent.publisher.fingerprint}`);
}

/** Why an install came to nothing, as an error of the command. */
export function installFailure({
  failure,
  state,
}: Pick<RemoteInstall, "failure"> & { state: string }): PlatformError {
  return new PlatformError(failure?.message ?? `The install was ${state}.`, {
    code: failure?.code ?? "install.failed",
    status: 422,
    hint: failure?.hint,
    ...(failure?.file && { details: { file: failure.file } }),
  });
}

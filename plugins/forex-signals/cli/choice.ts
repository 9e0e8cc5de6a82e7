import { stat } from "node:fs/promises";
import path from "node:path";
import { type CliContext, PlatformError, type StrategyDescription } from "@promostack/core";
import type { Instrument } from "../domain/instrument.ts";
import { parametersFor } from "../domain/parameters.ts";

/** The strategy that a command line names, by id, id@version or folder, with its parameters filled up for the instrument. */
export interface ChosenStrategy {
  description: StrategyDescription;
  parameters: Record<string, unknown>;
}

export async function chooseStrategy(
  context: CliContext,
  name: string,
  instrument: Instrument,
  params: string | boolean | undefined,
): Promise<ChosenStrategy> {
  const folder = path.resolve(context.cwd, name);
  const isFolder = await stat(path.join(folder, "plugin.json")).then(
    (found) => found.isFile(),
    () => false,
  );
  const [id = name, version] = name.split("@");
  const chosen = isFolder ? await context.addStrategy(folder) : { strategy: id, version };
  const description = await context.sandbox.describe(chosen.strategy, chosen.version);
  return { description, parameters: parametersFor(description, instrument, parseParameters(params)) };
}

function parseParameters(text: string | boolean | undefined): Record<string, unknown> {
  if (typeof text !== "string") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw notAnObject(cause);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw notAnObject();
  return { ...value };
}

function notAnObject(cause?: unknown): PlatformError {
  return new PlatformError("--params is not a JSON object.", {
    code: "cli.bad_params",
    status: 400,
    hint: `Write it in single quotes: --params '{"entryMode":"retest"}'.`,
    cause,
  });
}

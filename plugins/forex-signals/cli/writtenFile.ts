import { writeFile } from "node:fs/promises";
import path from "node:path";
import { type CliContext, PlatformError } from "@promostack/core";

/** Writes what a person asked for into the file that they named. */
export async function writeResult(context: CliContext, name: string, text: string): Promise<void> {
  const file = path.resolve(context.cwd, name);
  await writeFile(file, text).catch((cause: unknown) => {
    throw new PlatformError(`Cannot write ${file}.`, {
      code: "cli.unwritable",
      status: 400,
      hint: "Name a file in a folder that exists.",
      cause,
    });
  });
}

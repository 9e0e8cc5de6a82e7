import type { CliCommand } from "@promostack/core";
import { PlatformError } from "@promostack/core";

export const replayCommand: CliCommand = {
  summary: "Feeds a CSV of candles through the whole platform on a clock of its own.",
  options: [{ flags: "--candles <file>", description: "CSV or CSV.gz", required: true }],
  async run() {
    throw new PlatformError("not yet", { code: "cli.todo", status: 400 });
  },
};

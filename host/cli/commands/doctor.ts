import { PlatformError } from "@promostack/core";
import type { Database } from "../../db/database.ts";
import type { Check, Finding, State } from "../../doctor/check.ts";
import type { Command } from "../command.ts";
import type { Ground } from "../serviceChecks.ts";
import type { Session } from "../session.ts";

const SIGN: Record<State, string> = { ok: "✓", warning: "!", failed: "✗" };
const COLOUR = { ok: "green", warning: "yellow", failed: "red" } as const;

export const doctor: Command = {
  name: "doctor",
  summary: "check the machine and everything the platform leans on",
  description:
    "Looks at everything that the platform needs, says what it found and what to do about it. Exit code 1 where something failed; warnings do not count.",
  options: [{ flags: "--offline", description: "ask nothing of the network" }],
  examples: ["doctor", "doctor --json"],
  async run(session, _args, options) {
    const { terminal } = session;
    const { machineChecks } = await import("../../doctor/machine.ts");
    const { databaseChecks } = await import("../../doctor/database.ts");
    const { serviceChecks } = await import("../serviceChecks.ts");
    const { explain } = await import("../../doctor/check.ts");
    const results: ({ name: string } & Finding)[] = [];
    const tell = (name: string, finding: Finding) => {
      results.push({ name, ...finding });
      terminal.print(
        `${terminal.style(COLOUR[finding.state], SIGN[finding.state])} ${name.padEnd(17)} ${finding.detail}`,
      );
      if (finding.fix) terminal.print(`${" ".repeat(20)}→ ${finding.fix}`);
    };

    const config = await session.config();
    tell("Configuration", {
      state: "ok",
      detail: `${config.environment}, ${config.playground ? "with" : "without"} the playground; sites on *.${config.baseDomain}.`,
    });
    let database: Database | undefined;
    try {
      database = await session.database();
    } catch (error) {
      tell("Database", explain(error));
    }
    const online = new Set(["Telegram", "Market data", "Words", "Sign-in", "Public address"]);
    const checks: Check<Ground>[] = [...machineChecks, ...databaseChecks, ...serviceChecks];
    for (const { name, look, database: needed } of checks) {
      if (needed && !database) continue;
      if (options.offline && online.has(name)) continue;
      tell(name, await look(ground(session, config, database)).catch(explain));
    }
    conclude(session, results);
  },
};

function ground(session: Session, config: Ground["config"], database: Database | undefined): Ground {
  return {
    session,
    config,
    get database(): Database {
      if (database) return database;
      throw new Error("There is no database.");
    },
  };
}

function conclude({ terminal }: Session, checks: ({ name: string } & Finding)[]): void {
  const count = (state: State) => checks.filter((check) => check.state === state).length;
  const summary = { ok: count("ok"), warnings: count("warning"), failed: count("failed") };
  terminal.answer({ healthy: summary.failed === 0, ...summary, checks });
  terminal.print();
  if (summary.failed === 0) {
    const warnings = summary.warnings === 0 ? "" : `, ${summary.warnings} with a warning`;
    terminal.print(`All ${checks.length} checks passed${warnings}.`);
    return;
  }
  throw new PlatformError(`${summary.failed} of ${checks.length} checks failed.`, {
    code: "doctor.failed",
    hint: "Follow the arrows above.",
  });
}

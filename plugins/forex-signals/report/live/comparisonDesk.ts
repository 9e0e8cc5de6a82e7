import { type PlatformContext, PlatformError } from "@promostack/core";
import type { Market } from "../../market/market.ts";
import { forexSettings } from "../../signals/settings.ts";
import { settingTerms } from "../../signals/settingTerms.ts";
import { Desk } from "../desk.ts";
import type { Comparison } from "./comparison.ts";
import { type ComparisonTask, endComparison, leaseComparison, tellComparison } from "./comparisonRows.ts";
import { liveComparison } from "./liveComparison.ts";
import { livedIn, livedSpan } from "./lived.ts";
import type { LiveReportQuery } from "./liveReport.ts";
import { ruledChoices } from "./ruledChoices.ts";

/** Makes the comparisons that tenants ask for, one at a time: they take one runner of the sandbox, and leave the other to the signals. */
export class ComparisonDesk extends Desk<ComparisonTask> {
  constructor(context: PlatformContext, market: Market) {
    const { platformDb, log } = context;
    super(context, {
      lease: () => platformDb(leaseComparison),
      make: async (task) => {
        try {
          const comparison = await this.#made(context, market, task);
          await platformDb((trx) => endComparison(trx, task, { comparison }));
        } catch (error) {
          if (this.ending) return;
          log.warn("A comparison could not be made", { tenantId: task.tenantId, error });
          const said = PlatformError.is(error) ? error.message : "Something went wrong; the log says more.";
          await platformDb((trx) => endComparison(trx, task, { error: said }));
        }
      },
    });
  }

  async #made(context: PlatformContext, market: Market, task: ComparisonTask): Promise<Comparison> {
    const { platformDb, tenants } = context;
    const query: LiveReportQuery = JSON.parse(task.question);
    const tenant = await tenants.context(task.tenantId);
    const { span, lived, terms } = await tenant.db(async (trx) => {
      const found = await livedSpan(trx, query, tenant.clock.now());
      if (found === undefined) throw nothing();
      return { span: found, lived: await livedIn(trx, query, found), terms: await settingTerms(trx) };
    });
    const instruments = await market.instruments.all(context);
    const ruled = await ruledChoices(context, span, terms, forexSettings(tenant.settings), instruments);
    const compared = await liveComparison(context, span, ruled, lived, query, (doing, progress) =>
      platformDb((trx) => tellComparison(trx, task, doing, progress)),
    );
    return { ...compared, rulesSince: terms[0]?.since.toISOString() ?? null };
  }
}

function nothing(): PlatformError {
  return new PlatformError("There is nothing to compare in that time.", {
    code: "comparison.nothing",
    status: 404,
  });
}

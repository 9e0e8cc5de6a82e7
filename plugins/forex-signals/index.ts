import {
  type Clock,
  definePlugin,
  type Health,
  type PlatformContext,
  PlatformError,
  type PlatformJob,
} from "@promostack/core";
import { BULLETIN_REPORT } from "./briefings/bulletin.ts";
import { bulletinDelivered } from "./briefings/delivery.ts";
import { bulletinJob } from "./briefings/jobs.ts";
import { backtestCommand } from "./cli/backtest.ts";
import { candlesCommand } from "./cli/candles.ts";
import { replayCommand } from "./cli/replay.ts";
import { sweepCommand } from "./cli/search/sweep.ts";
import { walkForwardCommand } from "./cli/search/walkForward.ts";
import { candleHistory } from "./market/candleHistory.ts";
import { Instruments } from "./market/instruments.ts";
import { Market } from "./market/market.ts";
import { StreamKeeper } from "./market/stream/streamKeeper.ts";
import { readStream } from "./market/stream/streamStore.ts";
import { aiMetrics } from "./phrasing/aiMetrics.ts";
import { AiWriter } from "./phrasing/aiWriter.ts";
import { PictureDesk } from "./pictures/pictureDesk.ts";
import { Studio } from "./pictures/studio.ts";
import { ComparisonDesk } from "./report/live/comparisonDesk.ts";
import { ReportDesk } from "./report/releases/reportDesk.ts";
import { strategyReports } from "./report/releases/strategyReports.ts";
import { candleStoreRoutes } from "./routes/candleStore.ts";
import { candleRoutes } from "./routes/candles.ts";
import { feedRoutes } from "./routes/feed.ts";
import { instrumentRoutes } from "./routes/instruments.ts";
import { logoRoutes } from "./routes/logo.ts";
import { marketAdminRoutes } from "./routes/marketAdmin.ts";
import { marketDayRoutes } from "./routes/marketDays.ts";
import { messageRoutes } from "./routes/messages.ts";
import { overviewRoutes } from "./routes/overview.ts";
import { pauseRoutes } from "./routes/pause.ts";
import { performanceRoutes } from "./routes/performance.ts";
import { pictureRoutes } from "./routes/pictures.ts";
import { readmeRoutes } from "./routes/readme.ts";
import { refusalRoutes } from "./routes/refusals.ts";
import { releaseRoutes } from "./routes/release.ts";
import { reportRoutes } from "./routes/reports.ts";
import { signalActRoutes } from "./routes/signalActs.ts";
import { signalRoutes } from "./routes/signals.ts";
import { tryOutRoutes } from "./routes/tryOut.ts";
import { wordRoutes } from "./routes/words.ts";
import { checkChoice } from "./signals/choiceCheck.ts";
import { openingDelivered } from "./signals/delivery.ts";
import { marketCare, monitor, signalCheck, weekendCheck } from "./signals/jobs.ts";
import { OPENING_REPORT } from "./signals/posts.ts";
import { migrateSettings } from "./signals/settingsMigration.ts";
import { settingsTests } from "./signals/settingsTests.ts";
import { keepTerm, keepTerms } from "./signals/settingTerms.ts";
import { strategyUse } from "./signals/strategyUse.ts";
import { streamedSymbols } from "./signals/streamedSymbols.ts";
import { exportTenant, purgeTenant } from "./signals/tenantData.ts";

/** What lives from start to stop. */
interface Running {
  context: PlatformContext;
  studio: Studio;
  pictures: PictureDesk;
  reports: ReportDesk;
  comparisons: ComparisonDesk;
  stream: StreamKeeper;
}

/**
 * By the clock of their host: market data belongs to the platform, and tenants' routes read it too. Tests run several hosts in one
 * process.
 */
const started = new Map<Clock, Running>();

function runningIn({ clock }: { clock: Clock }): Running {
  const running = started.get(clock);
  if (running !== undefined) return running;
  throw new PlatformError("Forex signals is not running.", {
    code: "plugin.not_started",
    status: 503,
    retryAfter: 1,
    hint: "Try again in a moment.",
  });
}

const platformOf = (at: { clock: Clock }) => runningIn(at).context;

/** What a job opened or closed is drawn when the job is over; and each minute, whatever an end of the host left behind. */
function thenPictures(job: PlatformJob): PlatformJob {
  return async (context, run) => {
    await job(context, run);
    runningIn(context).pictures.look();
  };
}

export default definePlugin({
  setup(p) {
    const refused = p.counter("candles_refused");
    const market = new Market((candles, of) => refused.add(candles, of));
    p.platformJob("signal-check-15min", thenPictures(signalCheck(market, "15min")));
    p.platformJob("signal-check-1h", thenPictures(signalCheck(market, "1h")));
    p.platformJob("monitor", thenPictures(monitor(market)));
    const asked = aiMetrics(p);
    const writer = (context: PlatformContext) => new AiWriter(context, { asked });
    tryOutRoutes(p, market, platformOf);
    wordRoutes(p, market, platformOf, writer);
    pictureRoutes(p, market, platformOf, (at, scene) => runningIn(at).studio.draw(scene));
    logoRoutes(p, (at, content) => runningIn(at).studio.clean(content));
    p.platformJob("morning-briefing", bulletinJob(market, writer, "briefing"));
    p.platformJob("daily-recap", bulletinJob(market, writer, "daily-recap"));
    p.platformJob("weekly-recap", bulletinJob(market, writer, "weekly-recap"));
    p.platformJob("reports", async (context) => {
      const { reports, comparisons } = runningIn(context);
      await keepTerms(context);
      comparisons.look();
      await reports.refresh();
    });
    p.platformJob("signal-check-weekend", thenPictures(weekendCheck(market)));
    p.platformJob("market-care", marketCare(market));
    p.onDelivery(OPENING_REPORT, openingDelivered);
    p.onDelivery(BULLETIN_REPORT, bulletinDelivered);
    settingsTests(p, platformOf);
    signalRoutes(p, market, platformOf);
    signalActRoutes(p, market, platformOf);
    messageRoutes(p, market, platformOf);
    refusalRoutes(p, market, platformOf);
    pauseRoutes(p);
    candleRoutes(p, market, platformOf);
    overviewRoutes(p, market, platformOf);
    feedRoutes(p, market, platformOf);
    releaseRoutes(p, market, platformOf);
    instrumentRoutes(p, market, platformOf);
    performanceRoutes(p, market, platformOf, (at) => runningIn(at).comparisons);
    readmeRoutes(p, platformOf);
    reportRoutes(p, platformOf, (at) => runningIn(at).reports);
    marketAdminRoutes(p, market);
    marketDayRoutes(p, market);
    candleStoreRoutes(p, market, platformOf);
  },
  async start(context) {
    const studio = new Studio();
    const pictures = new PictureDesk(context, (scene) => studio.draw(scene));
    const reports = new ReportDesk(context);
    const comparisons = new ComparisonDesk(context, new Market());
    const instruments = new Instruments();
    const stream = new StreamKeeper(context, () => streamedSymbols(context, instruments));
    started.set(context.clock, { context, studio, pictures, reports, comparisons, stream });
    stream.open();
    // Reports that an end of the host left behind.
    reports.look();
    comparisons.look();
  },
  async stop({ clock }) {
    const running = started.get(clock);
    started.delete(clock);
    const silent = running?.stream.close();
    const closed = running?.pictures.close();
    running?.studio.close();
    await closed;
    await running?.reports.close();
    await running?.comparisons.close();
    await silent;
  },
  migrateSettings,
  async enabled(context) {
    await checkChoice(platformOf(context), context.settings);
    await keepTerm(context);
    runningIn(context).stream.nudge();
  },
  checkSettings: (context, before) => checkChoice(platformOf(context), context.settings, before),
  async settingsChanged(context) {
    await keepTerm(context);
    runningIn(context).stream.nudge();
  },
  export: exportTenant,
  purge: purgeTenant,
  strategyUse: ({ tenants }) => strategyUse(tenants),
  strategyReports,
  candleHistory,
  health,
  cli: {
    candles: candlesCommand,
    backtest: backtestCommand,
    replay: replayCommand,
    sweep: sweepCommand,
    "walk-forward": walkForwardCommand,
  },
});

async function health({ config, platformDb }: PlatformContext): Promise<Health> {
  if (!config("TWELVEDATA_API_KEY"))
    return {
      state: "degraded",
      detail: "No key for market data: give TWELVEDATA_API_KEY to the installation.",
    };
  const { state, problem, detail, symbols } = await platformDb(readStream);
  if (problem === "key-refused") return { state: "degraded", detail: `Prices are not streamed: ${detail}` };
  if (state === "live")
    return { state: "ok", detail: `Prices of ${symbols.join(", ") || "no symbol"} are streamed.` };
  return {
    state: "ok",
    detail: detail === null ? "No prices are streamed." : `Prices are not streamed: ${detail}`,
  };
}

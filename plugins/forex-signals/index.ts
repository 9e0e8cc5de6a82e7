import { type Clock, definePlugin, type PlatformContext, PlatformError } from "@promostack/core";
import { backtestCommand } from "./cli/backtest.ts";
import { replayCommand } from "./cli/replay.ts";
import { Market } from "./market/market.ts";
import { candleRoutes } from "./routes/candles.ts";
import { overviewRoutes } from "./routes/overview.ts";
import { signalRoutes } from "./routes/signals.ts";
import { checkChoice } from "./signals/choiceCheck.ts";
import { openingDelivered } from "./signals/delivery.ts";
import { monitor, signalCheck } from "./signals/jobs.ts";
import { OPENING_REPORT } from "./signals/posts.ts";
import { exportTenant, purgeTenant } from "./signals/tenantData.ts";

/**
 * The contexts that live from start to stop, by the clock of their host: market data belongs to the platform, and tenants'
 * routes read it too. Tests run several hosts in one process.
 */
const started = new Map<Clock, PlatformContext>();

function platformOf({ clock }: { clock: Clock }): PlatformContext {
  const context = started.get(clock);
  if (context !== undefined) return context;
  throw new PlatformError("Forex signals is not running.", {
    code: "plugin.not_started",
    status: 503,
    retryAfter: 1,
    hint: "Try again in a moment.",
  });
}

export default definePlugin({
  setup(p) {
    const market = new Market();
    p.platformJob("signal-check-15min", signalCheck(market, "15min"));
    p.platformJob("signal-check-1h", signalCheck(market, "1h"));
    p.platformJob("monitor", monitor(market));
    p.onDelivery(OPENING_REPORT, openingDelivered);
    signalRoutes(p, market, platformOf);
    candleRoutes(p, market, platformOf);
    overviewRoutes(p, market, platformOf);
  },
  async start(context) {
    started.set(context.clock, context);
  },
  async stop({ clock }) {
    started.delete(clock);
  },
  enabled: (context) => checkChoice(platformOf(context), context.settings),
  settingsChanged: (context) => checkChoice(platformOf(context), context.settings),
  export: exportTenant,
  purge: purgeTenant,
  async health({ config }) {
    return config("TWELVEDATA_API_KEY")
      ? { state: "ok" }
      : { state: "degraded", detail: "No key for market data: give TWELVEDATA_API_KEY to the installation." };
  },
  cli: { backtest: backtestCommand, replay: replayCommand },
});

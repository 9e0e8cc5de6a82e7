import { definePlugin, type PlatformContext, PlatformError } from "@promostack/core";
import { backtestCommand } from "./cli/backtest.ts";
import { replayCommand } from "./cli/replay.ts";
import { Market } from "./market/market.ts";
import { candleRoutes } from "./routes/candles.ts";
import { overviewRoutes } from "./routes/overview.ts";
import { signalRoutes } from "./routes/signals.ts";
import { openingDelivered } from "./signals/delivery.ts";
import { monitor, signalCheck } from "./signals/jobs.ts";
import { OPENING_REPORT } from "./signals/posts.ts";

/** The context that lives from start to stop: market data belongs to the platform, and tenants' routes read it too. */
let started: PlatformContext | undefined;

function platform(): PlatformContext {
  if (started !== undefined) return started;
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
    signalRoutes(p, market, platform);
    candleRoutes(p, platform);
    overviewRoutes(p, platform);
  },
  async start(context) {
    started = context;
  },
  async stop() {
    started = undefined;
  },
  cli: { backtest: backtestCommand, replay: replayCommand },
});

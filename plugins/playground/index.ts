import { type Clock, definePlugin, type Health } from "@promostack/core";
import { issuer } from "./issuer/issuer.ts";
import { openAi } from "./openai/openAi.ts";
import { actingPages } from "./page/acting.ts";
import { chatPages } from "./page/chats.ts";
import { linkPages } from "./page/linkVisits.ts";
import { marketPages } from "./page/markets.ts";
import { memberPages } from "./page/memberPages.ts";
import { ownMessagePages } from "./page/ownMessages.ts";
import { peoplePages } from "./page/people.ts";
import { scriptPages } from "./page/scripts.ts";
import { streamPages } from "./page/stream.ts";
import { switchPages } from "./page/switchboard.ts";
import { s3 } from "./s3/s3.ts";
import { seed, seedState } from "./seed/seed.ts";
import { botApi } from "./telegram/botApi.ts";
import { UpdateSender } from "./telegram/updateSender.ts";
import { twelveData } from "./twelvedata/twelveData.ts";

interface Background {
  sender: UpdateSender;
  seeding: Promise<void>;
  end: AbortController;
}

/**
 * Background work of each host in this process, by the host's clock: the one object that start and stop share. While a release
 * replaces another, a host has two; the older one stops first.
 */
const background = new Map<Clock, Background[]>();

export default definePlugin({
  setup(p) {
    p.mount(botApi);
    p.mount(issuer);
    p.mount(twelveData);
    p.mount(openAi);
    p.mount(s3);
    peoplePages(p);
    chatPages(p);
    actingPages(p);
    ownMessagePages(p);
    memberPages(p);
    linkPages(p);
    streamPages(p);
    switchPages(p);
    marketPages(p);
    scriptPages(p);
  },

  /** Quick: what needs the host's HTTP server goes on in the background. */
  async start(context) {
    const end = new AbortController();
    const own = background.get(context.clock) ?? [];
    own.push({ sender: new UpdateSender(context), seeding: seed(context, end.signal), end });
    background.set(context.clock, own);
  },

  async stop({ clock }) {
    const own = background.get(clock);
    const running = own?.shift();
    if (own?.length === 0) background.delete(clock);
    running?.end.abort();
    await running?.sender.stop();
    await running?.seeding;
  },

  async health(context) {
    const state = await context.platformDb(seedState);
    return healthOf(state);
  },
});

function healthOf({ phase, problem }: Awaited<ReturnType<typeof seedState>>): Health {
  if (phase === "done") return { state: "ok", detail: "The sample tenants are ready." };
  if (phase === "foreign") return { state: "ok", detail: "This installation has tenants of its own." };
  return {
    state: "degraded",
    detail:
      problem === undefined ? "The sample tenants are being made." : `The sample tenants wait: ${problem}`,
  };
}

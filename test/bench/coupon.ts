import { OWNER, startTestHost, type TestHost } from "../kit/host.ts";
import { type Benchmark, type Figure, percentile } from "./figure.ts";
import { personOf } from "./httpLoad.ts";
import { watchOutbox } from "./outboxWatch.ts";
import { connectedWebhook, load } from "./telegramLoad.ts";

const PEOPLE_A_SECOND = 10;
const SECONDS = 30;
/** The starters that have a place for a code. */
const LOOKS = 3;
const WARM = 20;

/** The coupon bot under ten people a second who each send a code of their own: its answer, and the pictures of its looks. */
export const couponBenchmark: Benchmark = {
  name: "coupon",
  async run(note) {
    const total = PEOPLE_A_SECOND * SECONDS;
    note(
      `${PEOPLE_A_SECOND} people a second for ${SECONDS} s send codes to the webhook, each their own: ${total * LOOKS} pictures to draw`,
    );
    const host = await startTestHost({ variables: { LOG_LEVEL: "silent" } });
    try {
      const owner = await host.signIn(OWNER);
      await owner.call("POST", "/api/plugins/coupon-bot/enable", { together: ["journeys"], settings: {} });
      return await measure(host, total);
    } finally {
      await host.stop();
    }
  },
};

async function measure(host: TestHost, total: number): Promise<Figure[]> {
  const { url, secret } = await connectedWebhook(host);
  const headers = { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret };
  const order = { url, headers, connections: 8, perSecond: PEOPLE_A_SECOND };
  // What is measured ends at the outbox; sent messages would leave it.
  await host.dispatcher.stop();
  const written = async () => {
    const [row] = await host.database.query<{ count: number }>(
      "select count(*)::int as count from host.outbox where plugin = 'coupon-bot' and method = 'sendPhoto'",
    );
    return row?.count ?? 0;
  };
  // Painters start with the first pictures, and fonts are read once.
  await load({ ...order, total: WARM, firstUpdate: 910_000_500, text: "WARM-{n}" });
  await host.until("the painters to be warm", async () => (await written()) >= WARM * LOOKS, 60);
  const watch = watchOutbox(host.database, "coupon-bot", new Date());
  const firstUpdate = 920_000_000;
  const { sentAt } = await load({ ...order, total, firstUpdate, text: "CODE-{n}" });
  await host.until("the last look", async () => (await written()) >= (WARM + total) * LOOKS, 120);
  const seen = await watch.stop();
  const answers: number[] = [];
  const looks: number[] = [];
  for (const [index, sent] of sentAt.entries()) {
    const rows = seen.get(String(personOf(firstUpdate + index))) ?? [];
    const answer = rows.find(({ method }) => method === "sendMessage");
    const photos = rows.filter(({ method }) => method === "sendPhoto");
    if (answer !== undefined) answers.push(answer.at - sent);
    if (photos.length === LOOKS) looks.push(Math.max(...photos.map(({ at }) => at)) - sent);
  }
  if (answers.length < total || looks.length < total)
    throw new Error(`Of ${total} people ${answers.length} were answered and ${looks.length} saw every look.`);
  return [
    {
      name: `The coupon bot's answer to a code in the outbox under ${PEOPLE_A_SECOND} people a second, 99th percentile of ${total}`,
      value: percentile(answers, 0.99),
      unit: "ms",
      goal: { kind: "at most", value: 500 },
    },
    {
      name: `All ${LOOKS} looks with the person's own code in the outbox, 99th percentile`,
      value: percentile(looks, 0.99),
      unit: "ms",
      goal: { kind: "at most", value: 2_000 },
    },
  ];
}

import { connectDirect } from "../../host/db/direct.ts";
import { OWNER, type Person, startTestHost, type TestHost } from "../kit/host.ts";
import { type Benchmark, type Figure, percentile, timed } from "./figure.ts";
import { makeTenants, PLUGIN } from "./manyTenants.ts";

const SIGNALS = 1_000_000;
/** What the busiest tenant has of them: eight years of ten signals a day. */
const OWN = 20_000;
const OTHERS = 980;
const ROUNDS = 20;

/** What the pages of the signals ask for, by a name for people. */
const QUESTIONS: readonly [name: string, path: string][] = [
  ["the list", "/signals?limit=50"],
  ["the list, only losses", "/signals?limit=50&outcome=loss"],
  ["the list, best result first", "/signals?limit=50&sort=r&order=desc"],
  ["the list, searched for two words", "/signals?limit=50&q=sell+XAG"],
  ["the list, searched for what none has", "/signals?limit=50&q=platinum"],
  [
    "the list of a strategy in a month",
    "/signals?limit=50&strategy=raja-banks-gold&from=2019-03-01T00:00:00Z&to=2019-04-01T00:00:00Z",
  ],
  ["statistics of everything", "/summary"],
  ["statistics of a month", "/summary?from=2019-03-01T00:00:00Z&to=2019-04-01T00:00:00Z"],
  ["refused candidates", "/refusals"],
];

/** The pages over a million closed signals, twenty thousand of them the asking tenant's own. */
export const historyBenchmark: Benchmark = {
  name: "history",
  async run(note) {
    note(`${SIGNALS.toLocaleString("en")} closed signals, ${OWN.toLocaleString("en")} of them one tenant's`);
    const host = await startTestHost({ background: false });
    try {
      const owner = await host.signIn(OWNER);
      await owner.call("POST", `/api/plugins/${PLUGIN}/enable`, { settings: {} });
      await makeTenants(host.database, OTHERS);
      await writeHistory(host, owner.tenantId);
      const figures: Figure[] = [];
      for (const [name, path] of QUESTIONS) figures.push(await ask(owner, name, path));
      return figures;
    } finally {
      await host.stop();
    }
  },
};

async function ask(owner: Person, name: string, path: string): Promise<Figure> {
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    took.push(await timed(() => owner.call("GET", `/api/p/${PLUGIN}${path}`)));
  return {
    name: `Over ${SIGNALS.toLocaleString("en")} closed signals: ${name}, 95th percentile`,
    value: percentile(took, 0.95),
    unit: "ms",
    goal: { kind: "at most", value: 200 },
  };
}

/** Closed signals as years of work leave them: each with two fills, one in three a loss. */
async function writeHistory({ database, config }: TestHost, ownId: string): Promise<void> {
  await database.system(async (trx) => {
    await trx.run("set local synchronous_commit = off");
    await trx.run(
      `insert into signal (tenant_id, id, position_id, choice_id, strategy, version, symbol, timeframe, direction, entry, stop, targets,
         fractions, stop_policy, spread, status, slot, opened_at, closed_at, close_reason, outcome, result_r, result_pips)
       select t.id, gen_random_uuid(), gen_random_uuid(), 'bench', case n % 4 when 0 then 'aggressive' else 'raja-banks-gold' end, '1.0.0',
         case n % 5 when 0 then 'XAG/USD' else 'XAU/USD' end, '15min', case n % 2 when 0 then 'buy' else 'sell' end, 2000, 1995,
         '{2005,2010,2015}', '{5000,3000,2000}', 'trail', 0.3, 'closed', 1, at, at + interval '50 minutes',
         case when n % 3 = 0 then 'stop' else 'target3' end, case when n % 3 = 0 then 'loss' else 'win' end,
         case when n % 3 = 0 then -1.06 else 0.9 end, case when n % 3 = 0 then -53 else 45 end
       from (
         select $1::uuid as id, $2::int as signals
         union all select id, $3::int from host.tenant where slug like 'bench-%'
       ) t, generate_series(1, t.signals) n,
         lateral (select timestamptz '2015-01-01 00:00Z' + n * interval '10 years' / t.signals as at) opened`,
      [ownId, OWN, (SIGNALS - OWN) / OTHERS],
    );
    await trx.run(
      `insert into fill (tenant_id, signal_id, number, time, price, fraction, reason, ambiguous)
       select tenant_id, id, part.number, closed_at, case outcome when 'loss' then 1995 else 2005 end, part.fraction,
         case outcome when 'loss' then 'stop' else 'target' || part.number end, false
       from signal, (values (1, 5000), (2, 5000)) as part(number, fraction) where choice_id = 'bench'`,
    );
  }, "p_forex_signals");
  // As PostgreSQL leaves its tables by itself when nobody has written a million rows just now.
  const direct = await connectDirect(config.databaseUrl ?? "", "bench");
  await direct
    .query("vacuum analyze p_forex_signals.signal, p_forex_signals.fill")
    .finally(() => direct.end());
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PlatformError } from "@promostack/core";
import { madeUpCandles } from "@promostack/core/check";
import { expect } from "chai";
import { quietLog, type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { STRATEGY_LIMITS } from "../release/limits.ts";
import { readArchive } from "../release/readArchive.ts";
import { verifyRelease } from "../release/signature.ts";
import type { RunnerDescription } from "../sandbox/protocol.ts";
import { type OpenSandbox, openSandbox } from "../sandbox/sandbox.ts";
import { rememberPublisher } from "./admission.ts";
import { insertRelease } from "./releaseRows.ts";
import { Strategies } from "./strategies.ts";
import { GOOD, Publisher } from "./test/publisher.ts";

const CANDLES = madeUpCandles("15min", 300);
/** Fails with a tenant's own sizes from 100 on, and with a price that nobody expected for everybody. */
const BAD = `
  if (parameters.size >= 100) throw new Error("too large");
  if (candles.close(0) > 90_000) throw new Error("no such price");${GOOD}`;
const [LAST] = CANDLES.slice(-1);
const ODD = [
  ...CANDLES,
  { ...(LAST ?? fail()), time: (LAST?.time ?? 0) + 900_000, high: 99_999, close: 99_999 },
];

/** One process of an installation: what it knows of releases, and runners. */
interface Replica {
  strategies: Strategies;
  sandbox: OpenSandbox;
}

describe("a strategy that misbehaves", () => {
  let test: TestDatabase;
  let folder: string;
  const replicas: Replica[] = [];
  const log = { ...quietLog, error: () => undefined };

  before(async () => {
    test = await testDatabase();
    folder = await mkdtemp(path.join(tmpdir(), "promostack-quarantine-"));
    const ana = new Publisher("Ana");
    await store(ana, "moody", "1.0.0", BAD);
    await store(ana, "moody", "1.1.0", BAD);
    for (let count = 0; count < 2; count++) {
      const strategies = new Strategies({ database: test.database, log, cacheFolder: folder });
      const { index: published, guard } = strategies;
      await strategies.index.open();
      const sandbox = await openSandbox({
        strategyFolders: [],
        cacheFolder: folder,
        runners: 1,
        published,
        guard,
      });
      replicas.push({ strategies, sandbox });
    }
  });
  after(async () => {
    for (const { sandbox, strategies } of replicas) {
      await sandbox.close();
      await strategies.close();
    }
    await test.drop();
    await rm(folder, { recursive: true });
  });

  /** As intake does, without examining: strategies turn bad after they were let in. */
  async function store(publisher: Publisher, strategy: string, version: string, evaluate: string) {
    const files = await readArchive(await publisher.archive(strategy, version, evaluate), STRATEGY_LIMITS);
    const { integrity, publicKey, fingerprint } = verifyRelease(files);
    const manifest = { id: strategy, version, publisher: { name: publisher.name } };
    await test.database.system(async (trx) => {
      const sent = { manifest: { ...MANIFEST, ...manifest }, publicKey, fingerprint, integrity };
      await rememberPublisher(trx, sent);
      await insertRelease(trx, {
        strategy,
        version,
        publisher: publicKey,
        state: "active",
        integrity,
        manifest,
        description: DESCRIPTION,
        checks: {},
        files: [],
        readme: null,
        script: String(files.get("strategy.js")),
        scriptHash: version,
      });
    });
  }

  /** How an evaluation at the newest close ends: `well`, or the code of what stopped it. */
  async function evaluate(replica: number, version: string, candles = CANDLES, size = 1): Promise<string> {
    const { sandbox, strategies } = replicas[replica] ?? fail();
    const choice = { strategy: "moody", version, parameters: { size } };
    // The other replica's word is on its way; a test does not wait for it.
    await strategies.index.refresh();
    try {
      await sandbox.evaluateNewest({ choice, symbol: "XAU/USD", candles });
      return "well";
    } catch (error) {
      if (PlatformError.is(error)) return error.code;
      throw error;
    } finally {
      await strategies.guard.settled();
    }
  }
  const statusAt = async (replica: number, version: string) => {
    const { strategies, sandbox } = replicas[replica] ?? fail();
    await strategies.index.refresh();
    return (await sandbox.describe("moody", version)).status;
  };
  /** Lets the rest of a release be over. */
  const letRest = async () => {
    await test.database.query(
      "update host.strategy_quarantine set until = now() - interval '1 second', at = now()",
    );
    for (const { strategies } of replicas) await strategies.index.refresh();
  };

  it("is set aside after three faults, on every replica, with the reason", async () => {
    expect(await evaluate(0, "1.0.0")).to.equal("well");
    expect(await evaluate(0, "1.0.0", ODD)).to.equal("sandbox.threw");
    expect(await evaluate(1, "1.0.0", ODD)).to.equal("sandbox.threw");
    expect(await statusAt(0, "1.0.0")).to.equal("active");
    expect(await evaluate(0, "1.0.0", ODD)).to.equal("sandbox.threw");
    expect(await evaluate(0, "1.0.0")).to.equal("strategy.quarantined");
    expect(await statusAt(1, "1.0.0")).to.equal("quarantined");
    expect(await evaluate(1, "1.0.0", CANDLES, 2), "with other parameters").to.equal("strategy.quarantined");
    const { statusReason, statusUntil } = await (replicas[1] ?? fail()).sandbox.describe("moody", "1.0.0");
    expect(statusReason).to.match(/failed 3 times.*no such price/);
    expect(Date.parse(statusUntil ?? "")).to.be.greaterThan(Date.now());
  });

  it("takes no other release with it, and can still be tried out", async () => {
    expect(await evaluate(0, "1.1.0")).to.equal("well");
    const choice = { strategy: "moody", version: "1.0.0", parameters: { size: 1 } };
    const { sandbox } = replicas[0] ?? fail();
    expect(await sandbox.evaluateSeries({ choice, symbol: "XAU/USD", candles: CANDLES })).to.be.an("array");
  });

  it("rests longer when the first evaluation after its rest fails", async () => {
    await letRest();
    expect(await evaluate(1, "1.0.0", ODD)).to.equal("sandbox.threw");
    expect(await evaluate(1, "1.0.0")).to.equal("strategy.quarantined");
    const [row] = await test.database.query<{ strikes: number; minutes: number }>(
      "select strikes, round(extract(epoch from until - at) / 60)::int as minutes from host.strategy_quarantine",
    );
    expect(row).to.deep.equal({ strikes: 2, minutes: 60 });
  });

  it("is back when the first evaluation after its rest goes well", async () => {
    await letRest();
    expect(await evaluate(0, "1.0.0")).to.equal("well");
    expect(await statusAt(1, "1.0.0")).to.equal("active");
    expect(await test.database.query("select from host.strategy_quarantine")).to.have.length(0);
  });

  it("rests for one tenant's parameters alone, until several tenants' fail", async () => {
    const failWith = async (size: number) => {
      for (let count = 0; count < 3; count++) {
        expect(await evaluate(0, "1.1.0", CANDLES, size)).to.equal("sandbox.threw");
      }
    };
    await failWith(100);
    expect(await evaluate(1, "1.1.0", CANDLES, 100)).to.equal("strategy.quarantined");
    expect(await evaluate(1, "1.1.0", CANDLES, 99), "another tenant's").to.equal("well");
    expect(await statusAt(1, "1.1.0")).to.equal("active");
    const { sandbox } = replicas[0] ?? fail();
    const own = await sandbox.setAside({ strategy: "moody", version: "1.1.0", parameters: { size: 100 } });
    expect(own?.reason).to.include("too large");
    await failWith(101);
    await failWith(102);
    expect(await evaluate(1, "1.1.0")).to.equal("strategy.quarantined");
    expect(await statusAt(1, "1.1.0")).to.equal("quarantined");
  });

  it("is not blamed for parameters that do not fit", async () => {
    await test.database.query("delete from host.strategy_fault");
    await test.database.query("delete from host.strategy_quarantine");
    for (const { strategies } of replicas) await strategies.index.refresh();
    for (let count = 0; count < 4; count++) {
      expect(await evaluate(0, "1.1.0", CANDLES, -1)).to.equal("strategy.invalid_parameters");
    }
    expect(await test.database.query("select from host.strategy_fault")).to.have.length(0);
    expect(await statusAt(0, "1.1.0")).to.equal("active");
  });
});

const MANIFEST = {
  kind: "strategy",
  title: "Moody",
  summary: "Fails at times.",
  license: "MIT",
  engine: { host: "*", api: "*" },
} as const;

const DESCRIPTION: RunnerDescription = {
  title: "Moody",
  summary: "Fails at times.",
  timeframe: "15min",
  warmUp: 100,
  higherTimeframes: [],
  parametersSchema: { type: "object", properties: { size: { type: "number", default: 1, minimum: 0 } } },
  guardrails: {},
};

function fail(): never {
  throw new Error("Both replicas were to run.");
}

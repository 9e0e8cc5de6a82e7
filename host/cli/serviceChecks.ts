import { type Gap, gapsOf } from "../config/gaps.ts";
import { placeOf } from "../config/place.ts";
import {
  type Check,
  explain,
  type Finding,
  failed,
  type HostGround,
  ok,
  warning,
  within,
} from "../doctor/check.ts";
import { reachable } from "../doctor/machine.ts";
import { agendaBackend, isMongo } from "../job/agendaBackend.ts";
import type { Session } from "./session.ts";

/** What these checks stand on. */
export interface Ground extends HostGround {
  session: Session;
}

const TWELVE_DATA = "https://api.twelvedata.com";

/** What the platform leans on outside the database. */
export const serviceChecks: Check<Ground>[] = [
  { name: "Secrets key", database: true, look: secrets },
  { name: "Job schedule", database: true, look: schedule },
  { name: "Strategy sandbox", look: sandbox },
  { name: "Telegram", look: telegram },
  { name: "Market data", look: marketData },
  { name: "Streamed prices", look: streamedPrices },
  { name: "Words", look: words },
  { name: "Sign-in", look: signIn },
  { name: "Public address", look: publicAddress },
];

async function secrets({ config, database }: Ground): Promise<Finding> {
  const { readKey, readPreviousKeys } = await import("../secret/key.ts");
  const keys = [await readKey(config), ...(await readPreviousKeys(config))];
  const rows = await database.query<{ key: string; count: number }>(
    "select key_id as key, count(*) as count from host.secret group by 1",
  );
  const unreadable = rows
    .filter((row) => !keys.some((key) => key.id === row.key))
    .reduce((sum, row) => sum + row.count, 0);
  const old = rows.filter((row) => row.key !== keys[0]?.id).reduce((sum, row) => sum + row.count, 0);
  if (unreadable > 0)
    return {
      state: "failed",
      detail: `${unreadable} secrets were written with a key that is not given.`,
      fix: "Put that key into SECRETS_KEY_PREVIOUS, or enter the secrets again.",
    };
  if (old > 0) return warning(`${old} secrets have an older key.`, "Run `promostack secrets rotate`.");
  const gap = gapIn(config, "Secrets key");
  if (gap !== undefined) return gap;
  const where = config.secretsKey ? "SECRETS_KEY" : `${config.dataDir}, made by itself: keep a copy of it`;
  return ok(`Every secret can be read; the key comes from ${where}.`);
}

async function schedule({ config, session }: Ground): Promise<Finding> {
  const { jobsUrl } = config;
  const backend = await agendaBackend(config, session.log);
  const kind = jobsUrl && isMongo(jobsUrl) ? "MongoDB" : "PostgreSQL";
  const where = jobsUrl ? `${kind} at ${placeOf(jobsUrl)}` : kind;
  try {
    await within(6_000, where, backend.connect());
  } catch (error) {
    return failed(
      `Agenda cannot keep its schedule in ${where}: ${explain(error).detail}.`,
      jobsUrl
        ? "Correct JOBS_URL, or start what it names. Until then the leader looks every 15 seconds for what is due."
        : "Let DATABASE_DIRECT_URL name PostgreSQL without a pooler in between.",
    );
  } finally {
    await within(2_000, where, backend.disconnect()).catch(() => undefined);
  }
  return ok(`Agenda keeps its schedule in ${where}.`);
}

async function sandbox({ session }: Ground): Promise<Finding> {
  const { openCliSandbox } = await import("./context.ts");
  const strategies = await within(
    20_000,
    "The sandbox",
    openCliSandbox(session).then((open) => open.strategies()),
  );
  return ok(`A runner started and described ${strategies.length} strategies.`);
}

async function telegram({ config }: Ground): Promise<Finding> {
  if (!config.telegram.apiRoot) return ok("The playground answers in its place.");
  return reachable("Telegram", config.telegram.apiRoot);
}

async function marketData({ config }: Ground): Promise<Finding> {
  if (!config.twelveData) return gapIn(config, "Market data") ?? ok("The playground simulates the market.");
  return reachable("Twelve Data", config.twelveData.baseUrl ?? TWELVE_DATA);
}

/** Whether the address answers; how the connection itself stands is told by the health of the plugin that holds it. */
async function streamedPrices({ config }: Ground): Promise<Finding> {
  const { twelveData, playground } = config;
  if (!twelveData)
    return ok(playground ? "The playground streams them." : "None: there is no key for Twelve Data.");
  const { streamUrl, baseUrl } = twelveData;
  if (!streamUrl && baseUrl && new URL(baseUrl).host !== new URL(TWELVE_DATA).host)
    return warning(
      "None are streamed, since TWELVEDATA_BASE_URL points elsewhere: prices are those of candles.",
      "Set TWELVEDATA_WS_URL to that service's stream.",
    );
  return reachable("Twelve Data's stream", (streamUrl ?? "wss://ws.twelvedata.com").replace(/^ws/, "http"));
}

async function words({ config }: Ground): Promise<Finding> {
  if (!config.openai) return ok("No OpenAI key is given: templates word every message.");
  return reachable("OpenAI", config.openai.baseUrl ?? "https://api.openai.com");
}

async function signIn({ config }: Ground): Promise<Finding> {
  if (!config.clerk)
    return (
      gapIn(config, "Sign-in") ??
      ok(config.playground ? "The playground's issuer signs people in." : "The legacy sign-in is on.")
    );
  const findings = await Promise.all(
    config.clerk.issuers.map((issuer) =>
      reachable("Clerk", `${issuer.replace(/\/$/, "")}/.well-known/jwks.json`),
    ),
  );
  return (
    findings.find((finding) => finding.state !== "ok") ?? ok(`${config.clerk.issuers.length} issuers answer.`)
  );
}

async function publicAddress({ config }: Ground): Promise<Finding> {
  if (!config.publicUrl) return gapIn(config, "Public address") ?? ok("None is needed here.");
  return reachable("The platform", `${config.publicUrl}/healthz`);
}

function gapIn(config: Ground["config"], part: Gap["part"]): Finding | undefined {
  const gap = gapsOf(config).find((each) => each.part === part);
  return gap && warning(gap.detail, gap.fix);
}

import { PlatformError, type Transaction } from "@promostack/core";
import type { StrategyArchive } from "./archive.ts";
import { lockRelease, type PublisherState, type ReleaseRow } from "./releaseRows.ts";

/** Releases of one unknown publisher, and of all of them, that may wait for an admin. */
const MOST_PENDING = 5;
const MOST_PENDING_OF_ALL = 200;

type Sent = Pick<StrategyArchive, "manifest" | "publicKey" | "fingerprint" | "integrity">;

/** The release where the very same was published before; `release.version_taken` where it was another. */
export async function knownRelease(
  trx: Transaction,
  { manifest, publicKey, integrity }: Sent,
): Promise<ReleaseRow | undefined> {
  const known = await lockRelease(trx, manifest.id, manifest.version);
  if (known === undefined || known.publisher !== publicKey || known.state === "refused") return undefined;
  if (known.integrity === integrity) return known;
  throw new PlatformError(`${manifest.id} ${manifest.version} is published already, with other content.`, {
    code: "release.version_taken",
    status: 409,
    hint: "A published version never changes. Give it a new one in plugin.json and package.json, and pack again.",
  });
}

/**
 * Whether this publisher may publish under this id, and whether an admin has to look first. Raises `publisher.blocked`, `release.reserved`, `release.other_publisher`, `release.too_many_waiting`.
 */
export async function admitPublisher(
  trx: Transaction,
  { manifest, publicKey, fingerprint }: Sent,
  isReserved: (strategy: string) => boolean,
): Promise<"pending" | "active"> {
  if (isReserved(manifest.id)) {
    throw refused(
      "release.reserved",
      `${manifest.id} comes with the platform.`,
      "Give your strategy an id of its own.",
    );
  }
  const owner = await trx.one<{ publisher: string }>(
    `select publisher from host.strategy_release where strategy = $1 and state <> 'refused'
     order by published_at limit 1`,
    [manifest.id],
  );
  if (owner !== undefined && owner.publisher !== publicKey) {
    throw refused(
      "release.other_publisher",
      `${manifest.id} belongs to another publisher; you sign as ${fingerprint}.`,
      "An id belongs to the key that published it first. Use that key, or another id.",
    );
  }
  const state = await publisherState(trx, publicKey);
  if (state === "blocked") {
    throw refused(
      "publisher.blocked",
      `This installation takes nothing from ${fingerprint}.`,
      "Ask whoever runs the installation.",
    );
  }
  if (state === "approved") return "active";
  await checkQueue(trx, publicKey);
  return "pending";
}

/** Writes a publisher down that was never seen, by the name it gives itself. */
export async function rememberPublisher(trx: Transaction, { manifest, publicKey }: Sent): Promise<void> {
  const name = manifest.publisher?.name ?? manifest.id;
  await trx.run("insert into host.publisher (key, name) values ($1, $2) on conflict do nothing", [
    publicKey,
    name.slice(0, 80),
  ]);
}

async function publisherState(trx: Transaction, key: string): Promise<PublisherState> {
  // An approval that is over is none: the release waits for an admin again.
  const row = await trx.one<{ state: PublisherState }>(
    `select case when state = 'approved' and expires_at <= now() then 'unknown' else state end as state
     from host.publisher where key = $1`,
    [key],
  );
  return row?.state ?? "unknown";
}

async function checkQueue(trx: Transaction, publisher: string): Promise<void> {
  const waiting = await trx.one<{ own: number; all: number }>(
    `select count(*) filter (where publisher = $1)::int as own, count(*)::int as all
     from host.strategy_release where state = 'pending'`,
    [publisher],
  );
  if ((waiting?.own ?? 0) < MOST_PENDING && (waiting?.all ?? 0) < MOST_PENDING_OF_ALL) return;
  throw new PlatformError("Too many releases wait for an admin already.", {
    code: "release.too_many_waiting",
    status: 429,
    hint: "Wait until those that you published are approved.",
    retryAfter: 3_600,
  });
}

function refused(code: string, message: string, hint: string): PlatformError {
  return new PlatformError(message, { code, status: 403, hint });
}

import { PlatformError, type PluginManifest } from "@promostack/core";
import type { Database } from "../db/database.ts";
import type { Signer } from "../release/pluginArchive.ts";
import { refusal } from "../release/refusal.ts";

/** What the installation thinks of who made a release. */
export interface Standing {
  /** approved: an admin knows the key. unknown: waits for one. unsigned: only in development, and only when an admin agrees. */
  state: "approved" | "unknown" | "unsigned";
  name: string;
  fingerprint?: string;
  /** Releases of this plugin came from another key before. */
  differs: boolean;
}

interface Known {
  state: "unknown" | "approved" | "blocked";
  expired: boolean;
}

/**
 * Whose code may come into the host's process. Raises `release.unsigned`, `publisher.blocked`, `publisher.expired`, `release.reserved`,
 * `release.other_publisher`.
 */
export async function standingOf(
  database: Database,
  { id, publisher }: PluginManifest,
  signer: Signer | undefined,
  environment: "development" | "test" | "production",
): Promise<Standing> {
  const name = publisher?.name ?? id;
  const before = await publisherBefore(database, id);
  const bundled = await isBundled(database, id);
  if (signer === undefined) {
    if (environment !== "development") throw unsigned();
    if (bundled) throw reserved(id);
    return { state: "unsigned", name, differs: before !== undefined && before !== null };
  }
  const { publicKey, fingerprint } = signer;
  const [known] = await database.query<Known>(
    "select state, coalesce(expires_at <= now(), false) as expired from host.publisher where key = $1",
    [publicKey],
  );
  if (known?.state === "blocked") {
    throw forbidden(
      "publisher.blocked",
      `signature.json: this installation takes nothing from ${fingerprint}.`,
      "Ask whoever blocked the publisher.",
    );
  }
  if (known?.state === "approved" && known.expired) {
    throw forbidden(
      "publisher.expired",
      `signature.json: the approval of ${fingerprint} is over.`,
      "Approve the publisher anew, or sign with a newer key.",
    );
  }
  const approved = known?.state === "approved";
  const differs = before !== undefined && before !== publicKey;
  if (bundled && !approved) throw reserved(id);
  if (differs && !approved) {
    throw forbidden(
      "release.other_publisher",
      `signature.json: ${id} came from another publisher so far; this is ${fingerprint}.`,
      "An id belongs to the key that published it first. Approve the new key first where its owner is the same.",
    );
  }
  return { state: approved ? "approved" : "unknown", name, fingerprint, differs };
}

/** The key of the newest release that is kept; null for an unsigned one, undefined where there is none. */
async function publisherBefore(database: Database, id: string): Promise<string | null | undefined> {
  const [row] = await database.query<{ publisher: string | null }>(
    "select publisher from host.plugin_release where plugin_id = $1 order by created_at desc limit 1",
    [id],
  );
  return row?.publisher;
}

async function isBundled(database: Database, id: string): Promise<boolean> {
  const rows = await database.query(
    "select 1 as is from host.registration where plugin_id = $1 and (source = 'bundled' or bundled_version is not null)",
    [id],
  );
  return rows.length > 0;
}

function unsigned(): PlatformError {
  return refusal(
    "unsigned",
    "signature.json is missing: nobody has signed the release.",
    "Sign it with `promostack plugin sign`. Only an installation in development takes unsigned ones, after asking.",
  );
}

function reserved(id: string): PlatformError {
  return forbidden(
    "release.reserved",
    `plugin.json: ${id} comes with the platform.`,
    "Give the plugin an id of its own.",
  );
}

function forbidden(code: string, message: string, hint: string): PlatformError {
  return new PlatformError(message, { code, status: 403, hint });
}

import type { Log } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Database } from "../db/database.ts";
import type { RunningReleases } from "../plugin/runtime.ts";
import type { Replica } from "./adminOverview.ts";

const BEAT_MS = 5_000;

/** What a process tells of itself beside being alive. */
export interface ReplicaFacts {
  /** Release of the platform. */
  version: string;
  /** Generations of plugins that serve nobody any more and whose code it still holds. */
  heldGenerations: number;
  /** Versions of each plugin that run in it. */
  releases: RunningReleases;
}

/** Which processes run this installation, and which of them leads: each says so every five seconds. */
export class Replicas {
  readonly id = uuidv7();
  readonly #database: Database;
  readonly #leads: () => boolean;
  readonly #facts: () => ReplicaFacts;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> = Promise.resolve();

  constructor(parts: { database: Database; leads: () => boolean; facts: () => ReplicaFacts; log: Log }) {
    this.#database = parts.database;
    this.#leads = parts.leads;
    this.#facts = parts.facts;
    this.#log = parts.log;
  }

  /** Shows this process, and keeps on doing so until `stop`. */
  async start(): Promise<void> {
    await this.#beat();
    this.#timer = setInterval(() => {
      this.#beating = this.#beat().catch((error: unknown) =>
        this.#log.warn("This host could not show that it is alive.", { error }),
      );
    }, BEAT_MS);
    this.#timer.unref();
  }

  /** Takes this process off the list. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
    await this.#database.query("delete from host.replica where id = $1", [this.id]);
  }

  /** Those that showed themselves in the last three beats, oldest first. */
  async list(): Promise<Replica[]> {
    const rows = await this.#database.query<Omit<Replica, "startedAt"> & { startedAt: Date }>(
      `select id, leader, started_at as "startedAt", extract(epoch from now() - started_at)::int as "upSeconds", version, memory_bytes as "memoryBytes",
         held_generations as "heldGenerations" from host.replica
       where alive_at > now() - $1 * interval '1 millisecond' order by id`,
      [3 * BEAT_MS],
    );
    return rows.map((row) => ({ ...row, startedAt: row.startedAt.toISOString() }));
  }

  /** Whether no process runs another version of a plugin than this one, as far as each has told. */
  async runOnly(pluginId: string, version: string): Promise<boolean> {
    const others = await this.#database.query(
      `select 1 as one from host.replica where alive_at > now() - $1 * interval '1 millisecond' and
         (releases is null or exists (select from jsonb_array_elements_text(coalesce(releases -> $2, '[]')) runs where runs <> $3)) limit 1`,
      [3 * BEAT_MS, pluginId, version],
    );
    return others.length === 0;
  }

  async #beat(): Promise<void> {
    const { version, heldGenerations, releases } = this.#facts();
    await this.#database.query(
      `with gone as (delete from host.replica where alive_at < now() - interval '1 hour')
       insert into host.replica (id, started_at, alive_at, leader, version, memory_bytes, held_generations, releases)
       values ($1, now(), now(), $2, $3, $4, $5, $6)
       on conflict (id) do update set alive_at = now(), leader = excluded.leader, memory_bytes = excluded.memory_bytes,
         held_generations = excluded.held_generations, releases = excluded.releases`,
      [this.id, this.#leads(), version, process.memoryUsage.rss(), heldGenerations, JSON.stringify(releases)],
    );
  }
}

import { eventStream, PlatformError, type Static, Type } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { STRATEGY_LIMITS } from "../release/limits.ts";
import { fingerprintOf } from "../release/publicKey.ts";
import { checkRequest } from "../release/signedRequest.ts";
import type { Intake, IntakeStep } from "./intake.ts";
import { lockPublisher, useNonce } from "./publisherRows.ts";
import { actOn } from "./releaseActs.ts";
import type { ReleaseIndex } from "./releaseIndex.ts";
import type { ReleaseRow } from "./releaseRows.ts";
import { stepEvents } from "./stepEvents.ts";

export const StrategyId = Type.String({ pattern: "^[a-z][a-z0-9-]{1,39}$" });
export const Version = Type.String({ minLength: 5, maxLength: 60, pattern: "^\\d[0-9A-Za-z.+-]*$" });
const Time = Type.String({ format: "date-time" });
const Optional = Type.Optional;

/** A release as anybody may see it: its author above all. */
const PublicRelease = Type.Object({
  strategy: Type.String(),
  version: Type.String(),
  state: Type.String({ description: "pending, active, deprecated, withdrawn, refused or quarantined" }),
  reason: Optional(Type.String()),
  until: Optional(Type.String({ ...Time, description: "End of a quarantine" })),
  replacement: Optional(Type.String()),
  integrity: Type.String(),
  publisher: Type.Object({ name: Type.String(), fingerprint: Type.String() }),
  publishedAt: Time,
  activeAt: Optional(Time),
});
type PublicRelease = Static<typeof PublicRelease>;

const NewState = Type.Object(
  {
    state: Type.Union([Type.Literal("active"), Type.Literal("deprecated"), Type.Literal("withdrawn")]),
    reason: Optional(Type.String({ minLength: 3, maxLength: 500 })),
    replacement: Optional(StrategyId),
  },
  { additionalProperties: false },
);

const ACTS = { active: "restore", deprecated: "deprecate", withdrawn: "withdraw" } as const;

export interface PublishParts {
  database: Database;
  index: ReleaseIndex;
  intake: Intake;
}

/** What authors call, without an account: the signature says who they are. */
export function publishRoutes({ database, index, intake }: PublishParts): HostRoute[] {
  const publicOf = (row: ReleaseRow) => publicRelease(row, index);
  return [
    hostRoute({
      method: "POST",
      path: "/api/strategies/releases",
      permission: "public",
      summary:
        "Publishes a signed archive of a strategy. Accept: text/event-stream tells of each step. The same archive again answers the same.",
      takes: "application/gzip",
      input: { output: PublicRelease },
      limits: { perMinute: 30, bodyBytes: STRATEGY_LIMITS.packedBytes, seconds: 180 },
      async handle({ requestId, address, log }, { headers, bytes }) {
        const source = { requestId, address };
        // What was begun is finished, whether or not its author waits.
        const work = async (step: (step: IntakeStep) => void) =>
          publicOf(await intake.take(bytes, source, step));
        if (!headers.accept?.includes("text/event-stream")) return work(() => undefined);
        return eventStream(stepEvents(work, (error) => log.error("An intake failed", { error })));
      },
    }),
    hostRoute({
      method: "GET",
      path: "/api/strategies/:id/releases",
      permission: "public",
      summary: "The published releases of a strategy, newest first, and how each stands",
      input: {
        params: Type.Object({ id: StrategyId }),
        output: Type.Object({ items: Type.Array(PublicRelease) }),
      },
      limits: { perMinute: 60 },
      async handle(_request, { params }) {
        const rows = index.rows().filter(({ strategy }) => strategy === params.id);
        rows.sort((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime());
        return { items: rows.map(publicOf) };
      },
    }),
    hostRoute({
      method: "PUT",
      path: "/api/strategies/:id/releases/:version/state",
      permission: "public",
      summary: "Deprecates, withdraws or restores a release, by a request that its publisher signed",
      input: {
        params: Type.Object({ id: StrategyId, version: Version }),
        body: NewState,
        output: PublicRelease,
      },
      limits: { perMinute: 20 },
      async handle({ requestId, address, host, url, rawBody }, { params, body, headers }) {
        const facts = { method: "PUT", host, path: url, body: rawBody };
        const sender = checkRequest(facts, headers["x-publisher-signature"]);
        if (body.state !== "active" && body.reason === undefined) throw reasonMissing();
        const row = await database.system(async (trx) => {
          const { state } = await lockPublisher(trx, sender.publicKey);
          if (state === "blocked") throw blocked(sender.publicKey);
          await useNonce(trx, sender);
          return actOn(
            trx,
            { requestId, address },
            {
              strategy: params.id,
              version: params.version,
              act: ACTS[body.state],
              reason: body.reason,
              replacement: body.replacement,
              publisher: sender.publicKey,
            },
          );
        });
        await index.refresh();
        return publicOf(row);
      },
    }),
  ];
}

function publicRelease(row: ReleaseRow, index: ReleaseIndex): PublicRelease {
  const { strategy, version, state, reason, replacement, integrity, publisher, publisherName } = row;
  const live = state === "active" || state === "deprecated";
  const resting = live ? index.resting(strategy, version) : undefined;
  return {
    strategy,
    version,
    state: resting ? "quarantined" : state,
    ...(reason && { reason }),
    ...(resting && { reason: resting.reason, until: resting.until.toISOString() }),
    ...(replacement && { replacement }),
    integrity,
    publisher: { name: publisherName, fingerprint: fingerprintOf(publisher) },
    publishedAt: row.publishedAt.toISOString(),
    ...(row.activeAt && { activeAt: row.activeAt.toISOString() }),
  };
}

function reasonMissing(): PlatformError {
  return new PlatformError("A reason is missing.", {
    code: "request.invalid",
    status: 400,
    hint: "Say why: people who use the strategy read it.",
  });
}

function blocked(key: string): PlatformError {
  return new PlatformError(`This installation takes nothing from ${fingerprintOf(key)}.`, {
    code: "publisher.blocked",
    status: 403,
    hint: "Ask whoever runs the installation.",
  });
}

import { PlatformError, type Transaction } from "@promostack/core";
import type { Journey } from "../graph/journey.ts";
import type { NumbersQuery } from "./api.ts";

/** A version of which numbers are asked, and the days in which walks began. */
export interface Chosen {
  versionId: string;
  number: number;
  document: Journey;
  from: string;
  to: string;
}

/** The version that is asked for: the live one, else the newest; undefined where nothing was published. Raises `journey.unknown` and `version.unknown`. */
export async function chosenVersion(
  trx: Transaction,
  journeyId: string,
  { version, from = "-infinity", to = "infinity" }: NumbersQuery,
): Promise<Chosen | undefined> {
  const journey = await trx.one<{ live: string | null }>(
    "select live_version as live from journey where id = $1",
    [journeyId],
  );
  if (journey === undefined) throw unknown("journey", "It may have been deleted: go back to the list.");
  const [row] = await trx.many<Pick<Chosen, "versionId" | "number" | "document">>(
    `select id as "versionId", number, document from version where journey_id = $1 and ($2::int is null or number = $2)
     order by (id = $3) is true desc, number desc limit 1`,
    [journeyId, version ?? null, journey.live],
  );
  if (row !== undefined) return { ...row, from, to };
  if (version !== undefined) throw unknown("version", "Choose one of the versions that were published.");
  return undefined;
}

function unknown(what: "journey" | "version", hint: string): PlatformError {
  return new PlatformError(`There is no such ${what}.`, { code: `${what}.unknown`, status: 404, hint });
}

import { PlatformError, type Transaction } from "@promostack/core";
import { endWalks } from "../run/closing.ts";
import type { Desk } from "../run/desk.ts";
import type { ChangedJourney, ClosingChoice } from "./api.ts";
import { lockDraft } from "./draftStore.ts";
import { walksOf } from "./publishing.ts";

/** Renames, moves, archives or restores a journey. Raises `journey.live` where one that people enter is to be archived. */
export async function changeJourney(
  trx: Transaction,
  id: string,
  { name, folder, archived }: ChangedJourney,
  at: Date,
): Promise<void> {
  const { liveVersion } = await lockDraft(trx, id);
  if (archived === true && liveVersion !== null) throw isLive();
  await trx.run(
    `update journey set name = coalesce($2, name), folder = coalesce($3, folder),
       archived_at = case when $4::boolean is null then archived_at when $4 then coalesce(archived_at, $5) end
     where id = $1`,
    [id, name?.trim() ?? null, folder?.trim() ?? null, archived ?? null, at],
  );
}

/**
 * Removes a journey, its versions and the walks through it; what was said to people stays in their history. Raises `journey.live`, and
 * `journey.people_inside` where people would lose their walk and nobody said that they may.
 */
export async function deleteJourney(
  desk: Desk,
  tenantId: string,
  id: string,
  inside: ClosingChoice,
): Promise<{ stopped: number; walks: number }> {
  const { trx } = desk;
  const { liveVersion } = await lockDraft(trx, id);
  if (liveVersion !== null) throw isLive();
  const walking = await walksOf(trx, id);
  if (walking > 0 && inside !== "stop") throw peopleInside(walking);
  const stopped = await endWalks(desk, tenantId, id);
  for (const table of ["visit", "call", "click"])
    await trx.run(
      `delete from ${table} t using session s where s.journey_id = $1 and t.tenant_id = s.tenant_id and t.session_id = s.id`,
      [id],
    );
  const walks = await trx.run("delete from session where journey_id = $1", [id]);
  for (const counts of ["visit_count", "walk_count"])
    await trx.run(
      `delete from ${counts} where version_id in (select id from version where journey_id = $1)`,
      [id],
    );
  await trx.run("delete from waiting_entry where journey_id = $1", [id]);
  await trx.run("delete from journey where id = $1", [id]);
  return { stopped, walks };
}

function isLive(): PlatformError {
  return new PlatformError("People can enter this journey.", {
    code: "journey.live",
    status: 409,
    hint: "Unpublish it first.",
  });
}

function peopleInside(people: number): PlatformError {
  return new PlatformError(
    people === 1 ? "One person is in this journey." : `${people} people are in this journey.`,
    {
      code: "journey.people_inside",
      status: 409,
      hint: "Wait until they are through, or say that their walks may be stopped (inside=stop).",
      details: { people },
    },
  );
}

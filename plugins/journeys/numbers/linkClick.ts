import type { Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { fill } from "../engine/lookup.ts";
import { newSession, type Session } from "../engine/session.ts";
import type { PersonFacts, World } from "../engine/world.ts";
import type { Journey } from "../graph/journey.ts";
import type { Value } from "../graph/parts.ts";
import { readPeople } from "../run/people.ts";
import type { LinkedButton } from "../run/tenantFacts.ts";

interface Row {
  tenantId: string;
  journeyId: string;
  versionId: string;
  personId: string;
  variables: Record<string, Value> | null;
  document: Journey;
}

/**
 * Where a counted link leads, with the person's variables as they are now, and the click is counted. Undefined where the link is none of
 * ours, or its walk is gone. Over all tenants: whoever clicks is nobody's member.
 */
export async function followLink(
  trx: Transaction,
  link: LinkedButton,
  now: Date,
): Promise<string | undefined> {
  const walk = await trx.one<Row>(
    `select s.tenant_id as "tenantId", s.journey_id as "journeyId", s.version_id as "versionId", s.person_id as "personId",
       s.body->'variables' as variables, v.document
     from session s join version v on v.tenant_id = s.tenant_id and v.id = s.version_id where s.id = $1`,
    [link.sessionId],
  );
  const step = walk?.document.steps.find(({ id }) => id === link.step);
  if (walk === undefined || (step?.kind !== "message" && step?.kind !== "question")) return undefined;
  const button = step.content.buttons.find(({ id, does }) => id === link.button && does === "link");
  const address =
    button === undefined ? undefined : await filled(trx, walk, link.sessionId, button.url ?? "", now);
  if (address === undefined) return undefined;
  await trx.run(
    `insert into click (tenant_id, id, at, person_id, session_id, version_id, step, button) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [walk.tenantId, uuidv7(), now, walk.personId, link.sessionId, walk.versionId, link.step, link.button],
  );
  return address;
}

async function filled(
  trx: Transaction,
  { tenantId, journeyId, personId, variables }: Row,
  id: string,
  url: string,
  now: Date,
): Promise<string | undefined> {
  const person = (await readPeople(trx, [{ tenantId, personId }])).get(personId);
  // Somebody who was erased: nothing is known to fill in, and nothing of theirs is counted.
  if (person === undefined) return undefined;
  const session = { ...newSession({ id, journeyId, personId }), variables: variables ?? {} };
  return openedAddress(url, session, person, now);
}

/** A link's address with a person's values; undefined where that makes none that a browser should open. */
export function openedAddress(
  url: string,
  session: Session,
  person: PersonFacts,
  now: Date,
): string | undefined {
  const world: World = { now: now.getTime(), timezone: "UTC", person, facts: {}, contributed: new Map() };
  const address = fill(url, session, world, "url");
  return URL.canParse(address) && OPENED.includes(new URL(address).protocol) ? address : undefined;
}

const OPENED = ["http:", "https:", "tg:"];

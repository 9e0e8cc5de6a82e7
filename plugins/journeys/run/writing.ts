import { PlatformError, type TenantMessage } from "@promostack/core";
import type { Effect, Move } from "../engine/move.ts";
import type { End, Session } from "../engine/session.ts";
import type { Desk } from "./desk.ts";
import { type Moved, type Outgoing, writeRows } from "./moveRows.ts";
import { type Person, type PersonPatch, patchPeople } from "./people.ts";
import type { StoredSession } from "./sessionRows.ts";

/** The report by which the plugin hears how its messages ended. */
export const DELIVERY_REPORT = "message";

/**
 * Writes moves: the sessions, their messages, tags, fields, calls and visits. All in the desk's transaction, so that a crash leaves
 * either the whole move or none of it.
 */
export async function writeMoves(desk: Desk, made: readonly Moved[]): Promise<Moved[]> {
  if (made.length === 0) return [];
  const { moved, messages } = await sendMessages(desk, made);
  await writeRows(desk, moved, messages);
  await patchPeople(
    desk.trx,
    moved.map(patchOf).filter((patch) => patch !== undefined),
    desk.now,
  );
  await writeCalls(desk, moved);
  return moved;
}

/** Ends a walk from outside, before anything else may happen to the person. */
export async function writeEnd(desk: Desk, stored: StoredSession, person: Person, end: End): Promise<void> {
  await writeMoves(desk, [{ stored, person, move: endOf(stored.session, desk.now, end) }]);
}

/** A move that does nothing but end the walk. */
export function endOf(session: Session, now: Date, end: End): Move {
  const { visits: n, step } = session;
  const left = { at: now.getTime(), exit: end.state };
  return {
    session: { ...session, seq: session.seq + 1, wait: null, buffer: [], kept: [], end },
    effects: [],
    visits: n === 0 ? [] : [{ n, step, enteredAt: now.getTime(), left }],
  };
}

/**
 * Hands the messages to the outbox. One that Telegram would refuse (a text that is empty once its variables are filled in) fails its own
 * walk, not the others of the batch.
 */
async function sendMessages(
  desk: Desk,
  made: readonly Moved[],
): Promise<{ moved: Moved[]; messages: Outgoing[] }> {
  let moved = [...made];
  for (;;) {
    const messages = moved.flatMap((each) => messagesOf(each, desk.now));
    try {
      await desk.send(messages.map(({ message }) => message));
      return { moved, messages };
    } catch (error) {
      const broken = PlatformError.is(error) && error.code === "message.invalid" ? error : undefined;
      const of = messages.find(({ message }) => message.dedupeKey === broken?.details?.dedupeKey)?.moved;
      if (broken === undefined || of === undefined) throw error;
      const end: End = { state: "failed", outcome: "failed", error: broken.message };
      moved = moved.map((each) =>
        each === of ? { ...of, move: endOf(of.stored.session, desk.now, end) } : each,
      );
    }
  }
}

function messagesOf(moved: Moved, now: Date): Outgoing[] {
  const { stored, person, move } = moved;
  // Somebody who was imported and has never written cannot be written to; the walk goes on without them.
  const chat = person.telegramId;
  if (chat === undefined) return [];
  const { id, seq } = move.session;
  return move.effects
    .filter((effect): effect is Extract<Effect, { kind: "send" }> => effect.kind === "send")
    .map(({ step, method, payload, afterMs }, index) => {
      const message: TenantMessage = {
        tenantId: stored.tenantId,
        role: "message_bot",
        chat,
        method,
        payload,
        dedupeKey: `journey:${id}:${seq}:${index}`,
        ...(afterMs > 0 && { dueAt: new Date(now.getTime() + afterMs) }),
        // A step that is sent again is better than one that is missing: the conversation would stand still.
        afterCrash: "repeat",
        ...(method !== "sendChatAction" && { report: DELIVERY_REPORT }),
      };
      return { message, moved, step };
    });
}

function patchOf({ stored, person, move }: Moved): PersonPatch | undefined {
  const patch: PersonPatch = {
    tenantId: stored.tenantId,
    id: person.id,
    add: [],
    remove: [],
    fields: {},
    cleared: [],
    touched: false,
  };
  let changed = false;
  for (const effect of move.effects) {
    if (effect.kind === "tag") {
      patch.add = [...patch.add.filter((tag) => !effect.remove.includes(tag)), ...effect.add];
      patch.remove = [...patch.remove.filter((tag) => !effect.add.includes(tag)), ...effect.remove];
    } else if (effect.kind === "field") {
      if (effect.value === null) patch.cleared.push(effect.name);
      else {
        patch.fields[effect.name] = effect.value;
        patch.cleared = patch.cleared.filter((name) => name !== effect.name);
      }
    } else if (effect.kind === "touch") patch.touched = true;
    else continue;
    changed = true;
  }
  return changed ? patch : undefined;
}

const CALLS = `
  insert into call (tenant_id, session_id, seq, person_id, step, plugin, action, input, due_at)
  select m."tenantId", m."sessionId", m.seq, m."personId", m.step, m.plugin, m.action, m.input, $2
  from json_to_recordset($1::json) as m("tenantId" uuid, "sessionId" uuid, seq int, "personId" uuid, step text, plugin text,
    action text, input jsonb)`;

async function writeCalls(desk: Desk, moved: readonly Moved[]): Promise<void> {
  const rows = moved.flatMap(({ stored, person, move }) =>
    move.effects.flatMap((effect) => {
      if (effect.kind !== "action" && effect.kind !== "facts") return [];
      const what =
        effect.kind === "action"
          ? { plugin: effect.plugin, action: effect.action, input: effect.input }
          : { plugin: null, action: null, input: { facts: effect.facts } };
      const { tenantId, session } = stored;
      return [
        {
          tenantId,
          sessionId: session.id,
          seq: move.session.seq,
          personId: person.id,
          step: effect.step,
          ...what,
        },
      ];
    }),
  );
  if (rows.length === 0) return;
  await desk.trx.run(CALLS, [JSON.stringify(rows), desk.now]);
  desk.called();
}

import { PlatformError, type Transaction } from "@promostack/core";
import { Refusal } from "../telegram/domain/refusal.ts";
import { findPerson, type Person } from "../telegram/store/people.ts";
import { type Room, roomByNumber } from "../telegram/store/rooms.ts";

/** Most requests a minute of one person at the playground's pages. */
export const LIMITS = { perMinute: 1200 } as const;

export async function roomOf(trx: Transaction, room: string): Promise<Room> {
  const found = /^\d{1,15}$/.test(room) ? await roomByNumber(trx, Number(room)) : undefined;
  if (found) return found;
  throw missing("chat", room);
}

export async function personOf(trx: Transaction, id: number): Promise<Person> {
  const person = await findPerson(trx, id);
  if (person) return person;
  throw missing("person", String(id));
}

/** Telegram's refusals as the platform's: somebody who plays a person reads them too. */
export async function asPerson<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new PlatformError(error.description, {
      code: "playground.refused",
      status: 422,
      hint: "Telegram would refuse this too.",
      cause: error,
    });
  }
}

export function missing(what: string, id: string): PlatformError {
  return new PlatformError(`There is no ${what} ${id} in the playground.`, {
    code: `playground.${what}_unknown`,
    status: 404,
    hint: "Take one from the lists.",
  });
}

import { call } from "@promostack/web/kit";
import type { ChosenPeople, Entered, Erased, Tagged, Undone } from "../../../people/actsApi.ts";
import { API } from "../base.ts";
import { words as W } from "../texts.ts";

export type ManyAct = "tag" | "untag" | "letIn" | "erase";

/** What an act needs beside the people: the tag, or the journey. */
export interface Wanted {
  act: ManyAct;
  chosen: ChosenPeople;
  what: string;
}

/** How an act went: what to say of it, and the id by which it is undone. */
export interface Outcome {
  text: string;
  undo?: string;
}

/** Does an act part after part, telling how many people each part was about; stops between two parts where asked to. */
export async function actOnMany(
  { act, chosen, what }: Wanted,
  tell: (people: number) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  if (act === "erase") {
    let erased = 0;
    await parts<Erased>("people-erasures", chosen, signal, (part) => {
      erased += part.erased;
      tell(erased);
    });
    return { text: W.erased(erased) };
  }
  if (act === "letIn") {
    const sum = { entered: 0, waiting: 0, refused: 0 };
    await parts<Entered>("people-entries", { ...chosen, journey: what }, signal, (part) => {
      sum.entered += part.entered;
      sum.waiting += part.waiting;
      sum.refused += part.refused;
      tell(sum.entered + sum.waiting + sum.refused);
    });
    return { text: W.entered(sum.entered, sum.waiting, sum.refused) };
  }
  let changed = 0;
  const last = await parts<Tagged>("people-tags", { ...chosen, did: act, tag: what }, signal, (part) => {
    changed += part.changed;
    tell(changed);
  });
  return { text: W.done(changed), ...(changed > 0 && last !== undefined && { undo: last.act }) };
}

/** Undoes tagging, all its parts; answers with how many people. */
export async function undoMany(act: string): Promise<number> {
  let changed = 0;
  for (;;) {
    const part = await call<Undone>(`${API}/people-tags/${act}`, { method: "DELETE" });
    changed += part.changed;
    if (!part.more) return changed;
  }
}

async function parts<Part extends { next?: string; act?: string }>(
  path: string,
  body: object,
  signal: AbortSignal,
  each: (part: Part) => void,
): Promise<Part | undefined> {
  let last: Part | undefined;
  let where: { after?: string; act?: string } = {};
  do {
    last = await call<Part>(`${API}/${path}`, { method: "POST", body: { ...body, ...where } });
    each(last);
    where = { after: last.next, act: last.act };
  } while (where.after !== undefined && !signal.aborted);
  return last;
}

import { call, useAct } from "@promostack/web/kit";
import type { Person, PersonChange } from "../../../people/api.ts";
import { API, PEOPLE } from "../base.ts";
import { words as W } from "../texts.ts";

interface Options {
  /** False: the form shows what is wrong beside its fields. */
  tell?: boolean;
  onDone?(): void;
}

/** Changes one person. */
export function useChangePerson(id: string, { tell, onDone }: Options = {}) {
  return useAct<PersonChange, Person>({
    act: (body) => call<Person>(`${PEOPLE}/${id}`, { method: "PATCH", body }),
    done: W.saved,
    changes: [API],
    tell,
    onDone,
  });
}

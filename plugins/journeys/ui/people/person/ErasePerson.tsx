import { Button } from "@mantine/core";
import { Confirm, call, useAct, useGo } from "@promostack/web/kit";
import type { Person } from "../../../people/api.ts";
import { API, PEOPLE } from "../base.ts";
import { nameOf } from "../nameOf.ts";
import { words as W } from "../texts.ts";

export function ErasePerson({ person }: { person: Person }) {
  const go = useGo();
  const erase = useAct({
    act: () => call(`${PEOPLE}/${person.id}`, { method: "DELETE" }),
    done: W.erased(1),
    changes: [API],
    onDone: () => go("/people"),
  });
  const name = nameOf(person);
  return (
    <Confirm
      title={W.erasePersonTitle(name)}
      text={W.eraseText(1)}
      label={W.erasePerson}
      name={name}
      act={() => erase.mutateAsync()}
    >
      {(open) => (
        <Button variant="subtle" color="coral" onClick={open}>
          {W.erasePerson}
        </Button>
      )}
    </Confirm>
  );
}

import { fill } from "../engine/lookup.ts";
import { type Key, type Rendered, renderContent } from "../engine/messages.ts";
import { newSession } from "../engine/session.ts";
import type { Person } from "../run/people.ts";
import { type TenantFacts, worldOf } from "../run/tenantFacts.ts";
import { broadcastToken, pressData } from "./links.ts";
import type { Plan } from "./plan.ts";

/** A broadcast's message as one person gets it. */
export function renderFor(
  { id, content }: { id: string; content: Plan["content"] },
  person: Person,
  facts: TenantFacts,
  now: Date,
): Rendered {
  // A broadcast has no variables of its own: the person's are all there are.
  const session = newSession({ id, journeyId: id, personId: person.id });
  const world = worldOf(facts, person, id, now);
  const keys = content.buttons.map(({ id: button, text, does, url = "" }): Key => {
    const label = fill(text, session, world);
    if (does !== "link") return { text: label, data: pressData(id, button) };
    const { linkBase } = facts;
    return {
      text: label,
      url:
        linkBase === undefined
          ? fill(url, session, world, "url")
          : `${linkBase}${broadcastToken(id, person.id, button)}`,
    };
  });
  return renderContent(content, keys, session, world);
}

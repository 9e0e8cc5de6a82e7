import type { Content } from "../graph/parts.ts";
import { missingFacts } from "./lookup.ts";
import { afterQuietHours } from "./wait.ts";
import type { Walk } from "./walk.ts";
import { isTalking } from "./world.ts";

/**
 * True where a message must wait, and the walk with it: for facts that its texts name, for the end of the quiet hours, or for the cap
 * of messages across journeys. An answer to somebody who is in the conversation waits for facts only.
 */
export function isHeldBack(walk: Walk, content: Content): boolean {
  const { world, session, journey } = walk;
  const texts = [content.text, ...content.buttons.flatMap(({ text, url = "" }) => [text, url])];
  if (walk.asksFor(missingFacts(texts, session, world))) return true;
  if (isTalking(world)) return false;
  const loud = journey.rules.quiet ? afterQuietHours(world.now, world) : world.now;
  if (loud > world.now) {
    walk.wait({ kind: "parked", due: loud, why: "quiet" });
    return true;
  }
  if (!journey.rules.capped) return false;
  const { capUntil = world.now } = world;
  if (capUntil > world.now && !walk.touched) {
    walk.wait({ kind: "parked", due: capUntil, why: "cap" });
    return true;
  }
  walk.touch();
  return false;
}

import type { StepKind, StepOf } from "../graph/step.ts";
import { chance } from "./chance.ts";
import { factsOf, holds } from "./condition.ts";
import { isHeldBack } from "./holdBack.ts";
import { fill, fillAll, missingFacts, textsOf } from "./lookup.ts";
import { buttonKeys, renderContent } from "./messages.ts";
import { ask, waitForReply } from "./replies.ts";
import { delayEnd } from "./wait.ts";
import type { Walk } from "./walk.ts";

/** What each kind of step does when a walk comes to it: it leaves the step, waits there, or ends the walk. */
const BEHAVIOUR: { [Kind in StepKind]: (walk: Walk, step: StepOf<Kind>) => void } = {
  message(walk, step) {
    const { content, typingSeconds } = step;
    if (isHeldBack(walk, content)) return;
    if (typingSeconds !== undefined) {
      walk.send({ method: "sendChatAction", payload: { action: "typing" } });
      walk.pause(typingSeconds * 1_000);
    }
    const keys = buttonKeys(content.buttons, step.id, walk.session, walk.world);
    walk.send(renderContent(content, keys, walk.session, walk.world));
    const waits = content.buttons.some(({ does }) => does === "next") && step.exits.next === undefined;
    if (waits) walk.waitForReply(undefined);
    else walk.leave("next");
  },
  question: ask,
  wait_for_reply: waitForReply,
  delay(walk, step) {
    walk.wait({ kind: "delay", due: delayEnd(step, walk.session, walk.world) });
  },
  condition(walk, { when }) {
    const names = when.rules.flatMap((rule) => (rule.about === "variable" ? [`{${rule.name}}`] : []));
    const missing = [...factsOf(when, walk.world), ...missingFacts(names, walk.session, walk.world)];
    if (!walk.asksFor(missing)) walk.leave(holds(when, walk.session, walk.world) ? "yes" : "no");
  },
  split(walk, step) {
    walk.leave(`variant:${variantOf(step, walk)}`);
  },
  tag(walk, { add, remove }) {
    const { person } = walk.world;
    const tags = [...new Set([...person.tags, ...add])].filter((tag) => !remove.includes(tag));
    walk.world = { ...walk.world, person: { ...person, tags } };
    walk.effect({ kind: "tag", add, remove });
    walk.leave("next");
  },
  set(walk, { target, does, value }) {
    if (walk.asksFor(missingFacts([value], walk.session, walk.world))) return;
    const text = fill(value, walk.session, walk.world);
    if (does === "add") {
      const values = target.scope === "journey" ? walk.session.variables : walk.world.person.fields;
      const sum = Number(values[target.name] ?? 0) + Number(text);
      // What is no number is left as it is: better than a NaN in a message.
      if (Number.isFinite(sum)) walk.save(target, sum);
    } else walk.save(target, does === "clear" ? null : text);
    walk.leave("next");
  },
  action(walk, step) {
    if (walk.asksFor(missingFacts(textsOf(step.input), walk.session, walk.world))) return;
    const filled = Object.entries(step.input).map(([name, value]) => [
      name,
      fillAll(value, walk.session, walk.world),
    ]);
    const { plugin, action } = step;
    walk.effect({ kind: "action", step: step.id, plugin, action, input: Object.fromEntries(filled) });
    walk.wait({ kind: "call", call: walk.session.seq });
  },
  goto(walk, { id, most }) {
    const jumps = (walk.session.jumps[id] ?? 0) + 1;
    if (jumps > most) {
      walk.leave("over");
      return;
    }
    walk.session = { ...walk.session, jumps: { ...walk.session.jumps, [id]: jumps } };
    walk.leave("next");
  },
  end(walk, { outcome }) {
    walk.finish({ state: "completed", outcome });
  },
};

/** Runs a step. */
export function does<Kind extends StepKind>(walk: Walk, step: StepOf<Kind>): void {
  BEHAVIOUR[step.kind](walk, step);
}

/** The same for the same person each time: a journey that is walked twice shows the same branch. */
function variantOf({ id, variants }: StepOf<"split">, { session }: Walk): string {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  let left = chance(session.personId, session.journeyId, id) * total;
  for (const { id: variant, weight } of variants) {
    left -= weight;
    if (left < 0) return variant;
  }
  return variants[0]?.id ?? "";
}

import type { Journey } from "../journey.ts";
import { type CheckContext, error, type Offered, type Problem, type Rule, warning } from "./problem.ts";

/** What a journey names and somebody else must have: channels, tags, what plugins offer. */
export const KNOWN_RULES: Rule[] = [channels, tags, actions, facts, events];

function channels({ steps, triggers }: Journey, { channels }: CheckContext): Problem[] {
  if (channels === undefined) return [];
  const fix = "Choose one of your channels, or connect it under Connections.";
  const isLost = (chat: string) => !channels.includes(chat);
  return [
    ...triggers.flatMap((trigger) =>
      (trigger.kind === "join_request" || trigger.kind === "channel_join") &&
      trigger.chat !== "" &&
      isLost(trigger.chat)
        ? [error("The channel is not connected.", fix, { trigger: trigger.id, field: "chat" })]
        : [],
    ),
    ...rulesOf(steps).flatMap(({ step, field, rule }) =>
      rule.about === "membership" && isLost(rule.chat)
        ? [error("The channel is not connected: nobody can be in it.", fix, { step, field })]
        : [],
    ),
  ];
}

function tags({ steps, triggers, rules }: Journey, { tags }: CheckContext): Problem[] {
  if (tags === undefined) return [];
  const given = new Set([...tags, ...steps.flatMap((step) => (step.kind === "tag" ? step.add : []))]);
  const say = (tag: string, where: Partial<Problem>) =>
    tag === "" || given.has(tag)
      ? []
      : [
          warning(
            `Nobody has the tag “${tag}” yet.`,
            "Check its spelling, or ignore this if it is to come.",
            where,
          ),
        ];
  return [
    ...triggers.flatMap((trigger) =>
      trigger.kind === "tag_added" ? say(trigger.tag, { trigger: trigger.id, field: "tag" }) : [],
    ),
    ...rules.goals.flatMap((goal) =>
      goal.kind === "tag_added" ? say(goal.tag, { field: "rules.goals" }) : [],
    ),
    ...rulesOf(steps).flatMap(({ step, field, rule }) =>
      rule.about === "tag" ? say(rule.tag, { step, field }) : [],
    ),
  ];
}

const IS_ON = "Enable the plugin that offers it, or choose something else.";

function actions({ steps }: Journey, { actions }: CheckContext): Problem[] {
  if (actions === undefined) return [];
  return steps.flatMap((step) =>
    step.kind === "action" && !isOffered(actions, step.plugin, step.action)
      ? [error("This action is not offered here.", IS_ON, { step: step.id, field: "action" })]
      : [],
  );
}

function facts({ steps }: Journey, { facts }: CheckContext): Problem[] {
  if (facts === undefined) return [];
  return rulesOf(steps).flatMap(({ step, field, rule }) =>
    rule.about === "fact" && !isOffered(facts, rule.plugin, rule.fact)
      ? [error("No plugin here knows this about a person.", IS_ON, { step, field })]
      : [],
  );
}

function events({ triggers, rules }: Journey, { events }: CheckContext): Problem[] {
  if (events === undefined) return [];
  const message = "No plugin here tells of this event.";
  return [
    ...triggers.flatMap((trigger) =>
      trigger.kind === "event" && !isOffered(events, trigger.plugin, trigger.event)
        ? [error(message, IS_ON, { trigger: trigger.id, field: "event" })]
        : [],
    ),
    ...rules.goals.flatMap((goal, index) =>
      goal.kind === "event" && !isOffered(events, goal.plugin, goal.event)
        ? [error(message, IS_ON, { field: `rules.goals.${index}` })]
        : [],
    ),
  ];
}

function isOffered(offered: readonly Offered[], plugin: string, name: string): boolean {
  return offered.some((each) => each.plugin === plugin && each.name === name);
}

function rulesOf(steps: Journey["steps"]) {
  return steps.flatMap((step) =>
    step.kind === "condition"
      ? step.when.rules.map((rule, index) => ({ step: step.id, field: `when.rules.${index}`, rule }))
      : [],
  );
}

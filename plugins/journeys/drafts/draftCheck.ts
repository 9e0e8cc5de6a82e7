import { PlatformError, type TenantContext, Type } from "@promostack/core";
import { RE2JS } from "re2js";
import type { CheckContext, LiveTrigger } from "../graph/check/problem.ts";
import { problemsOf } from "../graph/check/problems.ts";
import type { Journey } from "../graph/journey.ts";
import type { Points } from "../points/points.ts";
import { surroundingsOf } from "./surroundings.ts";

export const Problems = Type.Object({
  items: Type.Array(
    Type.Object({
      severity: Type.Union([Type.Literal("error"), Type.Literal("warning")]),
      step: Type.Optional(Type.String()),
      trigger: Type.Optional(Type.String()),
      field: Type.Optional(Type.String({ description: "In the step: `content.buttons.0.url`." })),
      message: Type.String(),
      fix: Type.Optional(Type.String()),
    }),
  ),
});

/** What the check of a draft knows beside the draft itself. */
export async function outsideOf(
  context: TenantContext,
  points: Points,
  journeyId: string,
): Promise<CheckContext> {
  const { bot, channels, fields, actions, facts, events } = await surroundingsOf(context, points);
  const live = await context.db((trx) =>
    trx.many<LiveTrigger>(
      `select t.journey_id as journey, j.name, t.kind, t.key, t.match, t.priority from trigger t
       join journey j on j.tenant_id = t.tenant_id and j.id = t.journey_id where t.journey_id <> $1`,
      [journeyId],
    ),
  );
  const { stopWords } = context.settings;
  return {
    live,
    variables: [...fields, ...facts.flatMap(({ variable }) => variable ?? [])],
    actions: actions.map(({ answers, answersMore, ...action }) => ({
      ...action,
      ...(answersMore !== true && { values: answers.map(({ name }) => name) }),
    })),
    facts,
    events,
    // Without a bot there are none yet: that is said where the bot is connected.
    ...(bot !== null && { channels: channels.map(({ chat }) => chat) }),
    stopWords: Array.isArray(stopWords) ? stopWords.map((word) => String(word).toLowerCase()) : [],
    refusedPattern,
  };
}

/** Raises `journey.problems` (422) with all that the check found where an error is among it. */
export function refuseErrors(draft: Journey, outside: CheckContext): void {
  const problems = problemsOf(draft, outside);
  const errors = problems.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first === undefined) return;
  throw new PlatformError(
    errors.length === 1 ? first.message : `${errors.length} things must be corrected first: ${first.message}`,
    {
      code: "journey.problems",
      status: 422,
      hint: first.fix ?? "Correct them and publish again.",
      details: { problems },
    },
  );
}

/** Why the engine's regular expressions would refuse a pattern; undefined where they take it. */
function refusedPattern(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

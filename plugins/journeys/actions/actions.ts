import type { Setup, Static, TSchema } from "@promostack/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ActionMethods } from "../points/api.ts";
import type { OwnAction } from "./action.ts";
import { type AiParts, aiAnswer } from "./aiAnswer.ts";
import { invite } from "./invite.ts";
import { joinRequest } from "./joinRequest.ts";
import { webhook } from "./webhook.ts";

const ajv = new Ajv2020({ strict: false });

/** The actions that come with journeys, contributed as any plugin's are. */
export function ownActions(p: Setup, config: AiParts["config"]): void {
  offer(p, webhook);
  const questions = p.counter("ai_questions");
  offer(p, aiAnswer({ questions, tokens: p.counter("ai_tokens"), config }));
  offer(p, invite);
  offer(p, joinRequest);
}

function offer<Schema extends TSchema>(p: Setup, { offer, run }: OwnAction<Schema>): void {
  const fits = ajv.compile<Static<Schema>>(offer.input);
  p.extend(
    "journeys.action",
    { ...offer },
    (context): ActionMethods => ({
      // Who calls has checked it already, and said what is wrong; here it gets its type.
      run: async (input, call) =>
        fits(input) ? run(context, input, call) : { failed: "The settings of the step do not fit." },
    }),
  );
}

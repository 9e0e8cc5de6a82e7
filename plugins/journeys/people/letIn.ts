import { PlatformError, type TenantContext } from "@promostack/core";
import type { Conversations } from "../run/conversations.ts";
import type { Entered, Entering } from "./actsApi.ts";
import { nextChosen } from "./chosen.ts";

/** Each is a transaction of their own, so that one who is refused keeps nobody out. */
const AT_ONCE = 100;

/** Lets the next people of those that are meant into a journey, by its rules. Raises where it is not published. */
export async function letNextIn(
  context: TenantContext,
  conversations: Conversations,
  asked: Entering,
): Promise<Entered> {
  const { people, next } = await context.db((trx) => nextChosen(trx, asked, context.clock.now(), AT_ONCE));
  const counts = { entered: 0, waiting: 0, refused: 0 };
  for (const person of people) counts[await letIn(context, conversations, person, asked.journey)] += 1;
  return { ...counts, ...(next !== undefined && { next }) };
}

async function letIn(
  context: TenantContext,
  conversations: Conversations,
  person: string,
  journey: string,
): Promise<"entered" | "waiting" | "refused"> {
  try {
    const entry = await conversations.enter(context, person, journey, "colleague");
    return entry === "waits" ? "waiting" : "entered";
  } catch (error) {
    const refused = PlatformError.is(error) && error.code === "journey.not_entered";
    if (refused && error.details?.why !== "gone") return "refused";
    throw error;
  }
}

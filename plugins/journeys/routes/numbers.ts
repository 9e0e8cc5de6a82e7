import { type RouteContext, route, type Setup, type Transaction, Type } from "@promostack/core";
import {
  ExitNumbersList,
  LinkNumbersList,
  NumbersOverview,
  NumbersQuery,
  StepNumbersList,
  VariantNumbersList,
} from "../numbers/api.ts";
import { type Chosen, chosenVersion } from "../numbers/chosen.ts";
import { exitNumbers, stepNumbers } from "../numbers/funnel.ts";
import { linkNumbers } from "../numbers/links.ts";
import { overview } from "../numbers/overview.ts";
import { variantNumbers } from "../numbers/splits.ts";

const params = Type.Object({ id: Type.String({ format: "uuid" }) });
const limits = { perMinute: 240 };

/** What a journey achieves: of one version, of the walks that began in a period. */
export function numbersRoutes(p: Setup): void {
  p.route(
    route({
      method: "GET",
      path: "/journeys/:id/numbers",
      permission: "tenant:viewer",
      summary: "How many walks began, are under way, and how the others ended.",
      input: { params, query: NumbersQuery, output: NumbersOverview },
      limits,
      handle: (context, { params, query }) => context.db((trx) => overview(trx, params.id, query)),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/journeys/:id/numbers/steps",
      permission: "tenant:viewer",
      summary:
        "The funnel: each step with the walks that came, stand there and ended there, and how long they stay.",
      input: { params, query: NumbersQuery, output: StepNumbersList },
      csv: "funnel",
      limits,
      handle: (context, { params, query }) => listOf(context, params.id, query, stepNumbers),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/journeys/:id/numbers/exits",
      permission: "tenant:viewer",
      summary: "By which ways walks left each step.",
      input: { params, query: NumbersQuery, output: ExitNumbersList },
      csv: "exits",
      limits,
      handle: (context, { params, query }) => listOf(context, params.id, query, exitNumbers),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/journeys/:id/numbers/splits",
      permission: "tenant:viewer",
      summary: "How each branch of each split does, with the interval of uncertainty.",
      input: { params, query: NumbersQuery, output: VariantNumbersList },
      csv: "splits",
      limits,
      handle: (context, { params, query }) => listOf(context, params.id, query, variantNumbers),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/journeys/:id/numbers/links",
      permission: "tenant:viewer",
      summary: "Clicks on the links of a version's messages.",
      input: { params, query: NumbersQuery, output: LinkNumbersList },
      csv: "links",
      limits,
      handle: (context, { params, query }) => listOf(context, params.id, query, linkNumbers),
    }),
  );
}

/** Empty where nothing was published yet. */
function listOf<Item>(
  context: RouteContext<"tenant:viewer">,
  journeyId: string,
  query: NumbersQuery,
  numbers: (trx: Transaction, chosen: Chosen) => Promise<Item[]>,
): Promise<{ items: Item[] }> {
  return context.db(async (trx) => {
    const chosen = await chosenVersion(trx, journeyId, query);
    return { items: chosen === undefined ? [] : await numbers(trx, chosen) };
  });
}

import { route, type Setup, type Static, Type } from "@promostack/core";
import { addScript, listScripts, removeScript, type Script } from "../openai/scripts.ts";
import { LIMITS, missing } from "./subject.ts";

const ScriptView = Type.Object({
  id: Type.String(),
  words: Type.String({ description: "Must occur in the prompt; empty fits any" }),
  answer: Type.String(),
  remaining: Type.Union([Type.Integer(), Type.Null()]),
});

const list = route({
  method: "GET",
  path: "/scripts",
  permission: "person",
  summary: "What the language model will answer",
  input: { output: Type.Object({ items: Type.Array(ScriptView) }) },
  limits: LIMITS,
  handle: (context) =>
    context.platformDb(async (trx) => ({ items: (await listScripts(trx)).map(scriptView) })),
});

const add = route({
  method: "POST",
  path: "/scripts",
  permission: "person",
  summary: "An answer for prompts that contain some words",
  input: {
    body: Type.Object({
      words: Type.Optional(Type.String({ maxLength: 1000 })),
      answer: Type.String({ maxLength: 50_000 }),
      remaining: Type.Optional(Type.Integer({ minimum: 1 })),
    }),
    output: ScriptView,
  },
  limits: LIMITS,
  handle: (context, { body }) => context.platformDb(async (trx) => scriptView(await addScript(trx, body))),
});

const remove = route({
  method: "DELETE",
  path: "/scripts/:id",
  permission: "person",
  summary: "Forgets an answer",
  input: { params: Type.Object({ id: Type.String({ pattern: "^\\d{1,15}$" }) }) },
  limits: LIMITS,
  handle: async (context, { params }) => {
    if ((await context.platformDb((trx) => removeScript(trx, Number(params.id)))) === 0) {
      throw missing("script", params.id);
    }
    return undefined;
  },
});

function scriptView({ id, ...rest }: Script): Static<typeof ScriptView> {
  return { ...rest, id: String(id) };
}

/** Words of the language model. */
export function scriptPages(p: Setup): void {
  p.route(list);
  p.route(add);
  p.route(remove);
}

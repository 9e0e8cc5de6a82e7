import { route, type Setup, Type } from "@promostack/core";
import type { PlatformOf } from "./platformOf.ts";

const Params = Type.Object({ id: Type.String({ maxLength: 64 }), version: Type.String({ maxLength: 64 }) });
const Readme = Type.Object({
  text: Type.Union([Type.String(), Type.Null()], {
    description:
      "Markdown as its author wrote it: a stranger's words, to be shown as text. Null where there is none.",
  }),
});

/** What the author of a release says of it. */
export function readmeRoutes(p: Setup, platformOf: PlatformOf): void {
  p.route(
    route({
      method: "GET",
      path: "/strategies/:id/releases/:version/readme",
      permission: "tenant:viewer",
      summary: "A release's README.",
      input: { params: Params, output: Readme },
      limits: { perMinute: 240 },
      async handle(context, { params: { id, version } }) {
        return { text: await platformOf(context).sandbox.readme(id, version) };
      },
    }),
  );
}

import { reply, route, type Setup, type Transaction, Type } from "@promostack/core";
import { followBroadcastLink } from "../broadcast/clicks.ts";
import { readBroadcastToken } from "../broadcast/links.ts";
import { followLink } from "../numbers/linkClick.ts";
import { readLinkToken } from "../run/tenantFacts.ts";

const HEADERS = { "cache-control": "no-store", "referrer-policy": "no-referrer" };

/** Where the links on buttons lead, so that clicks are counted. Public: whoever got the message opens it. */
export function linkRoutes(p: Setup): void {
  p.route(
    route({
      method: "GET",
      path: "/l/:token",
      permission: "public",
      summary: "Counts the click on a message's link, and leads on to its address.",
      input: { params: Type.Object({ token: Type.String({ maxLength: 60 }) }) },
      limits: { perMinute: 120 },
      async handle(context, { params }) {
        const address = await context.platformDb((trx) => follow(trx, params.token, context.clock.now()));
        if (address !== undefined) return reply(302, undefined, { ...HEADERS, location: address });
        return reply(404, OVER, { ...HEADERS, "content-type": "text/html; charset=utf-8" });
      },
    }),
  );
}

async function follow(trx: Transaction, token: string, now: Date): Promise<string | undefined> {
  const link = readLinkToken(token);
  if (link !== undefined) return followLink(trx, link, now);
  const ofBroadcast = readBroadcastToken(token);
  return ofBroadcast && followBroadcastLink(trx, ofBroadcast, now);
}

const OVER = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>This link is over</title>
  </head>
  <body>
    <main>
      <h1>This link leads nowhere any more</h1>
      <p>The message it came from is over. Write to the bot again, and it will send you a new one.</p>
    </main>
  </body>
</html>
`;

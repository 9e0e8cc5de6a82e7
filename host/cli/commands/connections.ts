import type { Command, CommandGroup } from "../command.ts";

interface Row {
  tenant: string;
  role: string;
  username: string;
  webhook: string;
  problem: string | null;
  channels: { title: string; kind: string; canPost: boolean; problem: string | null }[];
}

const list: Command = {
  name: "list",
  summary: "bots and channels of every tenant, and what is wrong with them",
  options: [{ flags: "--tenant <slug>", description: "only this tenant's" }],
  async run(session, _args, options) {
    const rows = await (await session.database()).query<Row>(
      `select t.slug as tenant, c.role, c.username, c.webhook_state as webhook, c.problem,
         coalesce((select json_agg(json_build_object('title', h.title, 'kind', h.kind, 'canPost', h.can_post, 'problem', h.problem) order by h.title)
           from host.connection_channel h where h.tenant_id = c.tenant_id and h.role = c.role), '[]') as channels
       from host.connection c join host.tenant t on t.id = c.tenant_id
       where $1::text is null or t.slug = $1 order by t.slug, c.role`,
      [typeof options.tenant === "string" ? options.tenant : null],
    );
    session.terminal.answer({ items: rows });
    session.terminal.table(
      ["TENANT", "ROLE", "BOT", "WEBHOOK", "CHANNELS", "PROBLEM"],
      rows.map((row) => [
        row.tenant,
        row.role,
        `@${row.username}`,
        row.webhook,
        row.channels
          .map((channel) => `${channel.title} (${channel.kind}${channel.canPost ? "" : ", cannot post"})`)
          .join(", "),
        row.problem ?? row.channels.find((channel) => channel.problem)?.problem ?? "",
      ]),
      "No bot is connected.",
    );
  },
};

export const connections: CommandGroup = {
  name: "connections",
  summary: "tenants' bots and channels",
  commands: [list],
};

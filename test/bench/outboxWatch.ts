import type { Database } from "../../host/db/database.ts";

/** A row of the outbox, and when it was first to be read: milliseconds since 1970. */
interface Written {
  at: number;
  method: string;
}

/** Notes when a plugin's messages that are written after `since` are first to be read, by chat, in order. */
export function watchOutbox(database: Database, plugin: string, since: Date) {
  const known = new Set<string>();
  const seen = new Map<string, Written[]>();
  let watching = true;
  const run = async () => {
    let from = since;
    for (let count = 1; watching; count += 1) {
      const began = new Date();
      // Now and then a long look back, for those that took long to commit.
      const window = count % 20 === 0 ? 60_000 : 500;
      const rows = await database.query<{ id: string; chat: string; method: string }>(
        "select id, chat, method from host.outbox where plugin = $2 and due_at > $1 and done_at is null order by due_at, id",
        // By key and not by the newest: transactions do not commit in the order in which they began.
        [new Date(Math.max(since.getTime(), from.getTime() - window)), plugin],
      );
      from = began;
      const now = performance.timeOrigin + performance.now();
      for (const { id, chat, method } of rows) {
        if (known.has(id)) continue;
        known.add(id);
        seen.set(chat, [...(seen.get(chat) ?? []), { at: now, method }]);
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };
  const running = run();
  return {
    count: () => known.size,
    async stop() {
      watching = false;
      await running;
      return seen;
    },
  };
}

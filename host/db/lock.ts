import { connectDirect } from "./direct.ts";

/** A session advisory lock that this process holds until it releases it or its connection is lost. */
export interface HeldLock {
  /** Asks the server whether the lock is still ours. False, never a throw, when the connection is gone. */
  alive(): Promise<boolean>;
  release(): Promise<void>;
}

const HELD = `select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted`;

/** Takes the lock named `key` of this database on a connection of its own; undefined where another process has it. */
export async function takeLock(address: string, key: string): Promise<HeldLock | undefined> {
  const client = await connectDirect(address, `lock ${key}`.slice(0, 60), 5_000);
  let open = true;
  client.once("end", () => {
    open = false;
  });
  const end = () => client.end().catch(() => undefined);
  try {
    const { rows } = await client.query<{ taken: boolean }>(
      "select pg_try_advisory_lock(hashtextextended($1, 0)) as taken",
      [`promostack:${key}`],
    );
    if (!rows[0]?.taken) {
      await end();
      return undefined;
    }
  } catch (error) {
    await end();
    throw error;
  }
  return {
    async alive() {
      if (!open) return false;
      try {
        return (await client.query(HELD)).rows.length > 0;
      } catch {
        // A connection that cannot answer does not hold the lock for long.
        return false;
      }
    },
    release: end,
  };
}

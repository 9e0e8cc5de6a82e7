import { type PlatformContext, PlatformError, type TenantContext } from "@promostack/core";
import { tellPeople } from "../live.ts";
import { endImport, mergeNext } from "./store.ts";

interface Waiting {
  tenantId: string;
  id: string;
}

/**
 * Merges files of people, one batch after the other and beside everything else. What an end of the host interrupts, the next look
 * takes up: on this host or another.
 */
export class ImportDesk {
  readonly #context: PlatformContext;
  #working: Promise<void> | undefined;
  #again = false;
  #closed = false;

  constructor(context: PlatformContext) {
    this.#context = context;
  }

  /** Begins with what waits; while it is at work, it looks once more at the end. */
  look(): void {
    if (this.#working !== undefined) {
      this.#again = true;
      return;
    }
    this.#working = this.#work().finally(() => {
      this.#working = undefined;
      if (!this.#again) return;
      this.#again = false;
      this.look();
    });
  }

  /** Ends after the batch that is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#working;
  }

  get #ending(): boolean {
    return this.#closed || this.#context.signal.aborted;
  }

  async #work(): Promise<void> {
    const { platformDb, log } = this.#context;
    try {
      const waiting = await platformDb((trx) =>
        trx.many<Waiting>(
          `select tenant_id as "tenantId", id from people_import where state = 'running' order by created_at`,
        ),
      );
      for (const each of waiting) await this.#merge(each);
    } catch (error) {
      if (!this.#ending) log.error("People could not be imported", { error });
    }
  }

  async #merge({ tenantId, id }: Waiting): Promise<void> {
    const tenant = await this.#enabled(tenantId);
    if (tenant === undefined) return;
    const now = () => this.#context.clock.now();
    try {
      while (!this.#ending) {
        const merged = await tenant.db(async (trx) => {
          const more = await mergeNext(trx, tenantId, id, now());
          if (more) await tellPeople(trx, tenantId);
          return more;
        });
        if (!merged) return;
      }
    } catch (error) {
      // What passes by itself is tried again by the next look.
      if (this.#ending || (PlatformError.is(error) && error.status === 503)) return;
      this.#context.log.error("An import failed", { error, import: id });
      const reason = error instanceof Error ? error.message : String(error);
      await tenant.db((trx) => endImport(trx, id, "failed", now(), reason));
    }
  }

  /** Undefined where the plugin is off: the file waits until it is on again. */
  async #enabled(tenantId: string): Promise<TenantContext | undefined> {
    try {
      return await this.#context.tenants.context(tenantId);
    } catch (error) {
      if (PlatformError.is(error) && error.code === "plugin.disabled") return undefined;
      throw error;
    }
  }
}

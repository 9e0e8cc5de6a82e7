import { RestingTenants } from "./restingTenants.ts";
import type { Log } from "./tenant.ts";

const IDLE_MS = 1_000;

export interface LaneOptions<Piece> {
  /** What its pieces are, as the log names them: `calls of walks`. */
  of: string;
  /** Pieces under way at once. */
  atOnce: number;
  /** What one tenant may hold before the others have their turn: a slow server of theirs is their own trouble. */
  atOnceATenant: number;
  /** Claims, with a lease, at most so many pieces that are due, and none of some tenants. */
  claim(share: { limit: number; without: readonly string[] }): Promise<Piece[]>;
  /** Does a piece to its end. Where it raises, the piece is due again when its lease runs out. */
  work(piece: Piece): Promise<void>;
}

/** Claims work of many tenants from a table as it falls due and has it done, so much at once: looks once a second, and when it is told to. */
export class Lane<Piece extends { tenantId: string }> {
  readonly #log: Log;
  readonly #options: LaneOptions<Piece>;
  readonly #held = new Map<Promise<void>, string>();
  readonly #resting = new RestingTenants();
  #stopping = false;
  #looked = false;
  #wake: (() => void) | undefined;
  #running: Promise<void> | undefined;

  constructor(log: Log, options: LaneOptions<Piece>) {
    this.#log = log;
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** A piece was written in this process. */
  look(): void {
    this.#looked = true;
    this.#wake?.();
  }

  /** The tenant's pieces wait; answers for how many milliseconds. */
  rest(tenantId: string): number {
    return this.#resting.rest(tenantId);
  }

  /** Claims nothing more and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake?.();
    await this.#running;
    await Promise.all(this.#held.keys());
  }

  async #run(): Promise<void> {
    const { of, atOnce } = this.#options;
    while (!this.#stopping) {
      this.#looked = false;
      let claimed = 0;
      try {
        claimed = await this.#round();
      } catch (error) {
        this.#log.error(`No ${of} could be claimed`, { error });
      }
      if (this.#held.size >= atOnce) await Promise.race(this.#held.keys());
      else if (claimed === 0) await this.#idle();
    }
  }

  async #round(): Promise<number> {
    const { atOnce, atOnceATenant, claim } = this.#options;
    const free = atOnce - this.#held.size;
    if (free <= 0) return 0;
    const without = [...this.#resting.now(), ...this.#busyNow()];
    const pieces = await claim({ limit: Math.min(free, atOnceATenant), without });
    for (const piece of pieces) {
      const work = this.#do(piece).finally(() => {
        this.#held.delete(work);
        this.look();
      });
      this.#held.set(work, piece.tenantId);
    }
    return pieces.length;
  }

  async #do(piece: Piece): Promise<void> {
    const { of, work } = this.#options;
    try {
      await work(piece);
    } catch (error) {
      this.#log.error(`One of the ${of} was lost to its lease`, { tenantId: piece.tenantId, error });
    }
  }

  /** On the machine's clock: a business clock that stands still must not stop the looking. */
  #idle(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#looked || this.#stopping) return resolve();
      const timer = setTimeout(resolve, IDLE_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Tenants that hold their share. */
  #busyNow(): string[] {
    const held = new Map<string, number>();
    for (const tenantId of this.#held.values()) held.set(tenantId, (held.get(tenantId) ?? 0) + 1);
    return [...held]
      .filter(([, pieces]) => pieces >= this.#options.atOnceATenant)
      .map(([tenantId]) => tenantId);
  }
}

/** What waits, tenant by tenant in turn: one who wants a thousand pictures does not stand before one who wants one. */
export class FairQueue<Item> {
  readonly #waiting = new Map<string, Item[]>();
  readonly #most: number;
  readonly #mostEach: number;
  #length = 0;

  constructor({ most, mostEach }: { most: number; mostEach: number }) {
    this.#most = most;
    this.#mostEach = mostEach;
  }

  get length(): number {
    return this.#length;
  }

  /** False where too much waits already. */
  add(tenantId: string, item: Item): boolean {
    const line = this.#waiting.get(tenantId) ?? [];
    if (this.#length >= this.#most || line.length >= this.#mostEach) return false;
    line.push(item);
    this.#waiting.set(tenantId, line);
    this.#length++;
    return true;
  }

  next(): Item | undefined {
    const [first] = this.#waiting;
    if (first === undefined) return undefined;
    const [tenantId, line] = first;
    const item = line.shift();
    this.#waiting.delete(tenantId);
    if (line.length > 0) this.#waiting.set(tenantId, line);
    this.#length--;
    return item;
  }

  /** Everything that waits, taken out. */
  drain(): Item[] {
    const all = [...this.#waiting.values()].flat();
    this.#waiting.clear();
    this.#length = 0;
    return all;
  }
}

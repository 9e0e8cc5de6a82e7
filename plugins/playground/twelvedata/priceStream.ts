import { setTimeout as sleep } from "node:timers/promises";
import type { PlatformContext, Socket, Transaction } from "@promostack/core";
import { recordCall } from "../switches/calls.ts";
import { takeFault } from "../switches/faults.ts";
import { readSettings } from "../switches/settings.ts";
import { currentPrice } from "./endpoints.ts";
import type { Instrument } from "./instruments.ts";
import { tradedInstrument } from "./market.ts";

/** Below the mount, as below wss://ws.twelvedata.com. */
export const PRICE_STREAM = "/v1/quotes/price";
/** Twice a second: faster than anybody stores. */
const LOOK_MS = 500;
/** A price that stands is said again, as busy markets do. */
const REPEAT_MS = 5_000;
/** What the plans below Pro may follow at a time. */
const MOST_SYMBOLS = 8;
const SILENCE_SECONDS = 30;

interface Said {
  price: number;
  at: number;
}

/** One client of Twelve Data's WebSocket: prices of what it subscribed to, on the platform's clock. */
export class PriceStream {
  readonly #context: PlatformContext;
  readonly #socket: Socket;
  readonly #followed = new Map<string, Instrument>();
  readonly #said = new Map<string, Said>();
  #silentUntil = 0;

  constructor(context: PlatformContext, socket: Socket) {
    this.#context = context;
    this.#socket = socket;
  }

  /** Until the client is gone or the playground stops. */
  async serve(): Promise<void> {
    const over = new AbortController();
    const stop = () => this.#socket.close(1001, "The playground stops.");
    this.#context.signal.addEventListener("abort", stop, { once: true });
    void this.#socket.closed.then(() => over.abort());
    await Promise.all([this.#listen(), this.#look(over.signal)]);
    this.#context.signal.removeEventListener("abort", stop);
  }

  async #listen(): Promise<void> {
    for await (const text of this.#socket.messages) {
      const message = parsed(text);
      await this.#context.platformDb((trx) => record(trx, message));
      await this.#obey(message);
    }
  }

  async #obey({ action, params }: Message): Promise<void> {
    const symbols = symbolsOf(params?.symbols);
    if (action === "heartbeat") this.#say({ event: "heartbeat", status: "ok" });
    else if (action === "reset") this.#followed.clear();
    else if (action === "unsubscribe") for (const symbol of symbols) this.#followed.delete(symbol);
    else if (action === "subscribe" && symbols.length > 0) await this.#subscribe(symbols);
    else this.#say({ event: "error", code: "400", message: "Invalid message", status: "error" });
  }

  async #subscribe(symbols: readonly string[]): Promise<void> {
    const success: object[] = [];
    const fails: object[] = [];
    for (const symbol of symbols) {
      const traded = await this.#context.platformDb((trx) => tradedInstrument(trx, symbol));
      const known = traded !== undefined && this.#followed.has(traded.symbol);
      if (traded === undefined || (!known && this.#followed.size >= MOST_SYMBOLS)) {
        fails.push({ symbol });
        continue;
      }
      this.#followed.set(traded.symbol, traded);
      this.#said.delete(traded.symbol);
      success.push({
        symbol: traded.symbol,
        exchange: traded.exchange.toUpperCase(),
        country: "",
        type: traded.type,
      });
    }
    const status = success.length > 0 ? "ok" : "error";
    this.#say({ event: "subscribe-status", status, success: success.length > 0 ? success : null, fails });
  }

  async #look(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      const { clock, platformDb } = this.#context;
      const now = clock.now().getTime();
      await platformDb(async (trx) => {
        const kinds = ["drop", "silence", "stale"];
        const fault = await takeFault(trx, { service: "twelvedata", operation: "stream", kinds });
        if (fault?.kind === "drop") return this.#socket.cut();
        if (fault?.kind === "silence")
          this.#silentUntil = Date.now() + (fault.seconds ?? SILENCE_SECONDS) * 1_000;
        if (fault === undefined) await this.#tell(trx, now);
      });
      // The end of the connection cuts the wait short.
      await sleep(LOOK_MS, undefined, { signal: over }).catch(() => undefined);
    }
  }

  async #tell(trx: Transaction, now: number): Promise<void> {
    for (const traded of this.#followed.values()) {
      const price = await currentPrice(trx, traded, now);
      const said = this.#said.get(traded.symbol);
      const fresh = said === undefined || said.price !== price || now - said.at >= REPEAT_MS;
      if (price === undefined || !fresh || said?.at === now) continue;
      this.#said.set(traded.symbol, { price, at: now });
      this.#say({
        event: "price",
        symbol: traded.symbol,
        currency_base: traded.base,
        currency_quote: traded.quote,
        type: traded.type,
        timestamp: Math.floor(now / 1000),
        price,
      });
    }
  }

  #say(message: object): void {
    if (Date.now() >= this.#silentUntil) this.#socket.send(JSON.stringify(message));
  }
}

interface Message {
  action?: unknown;
  params?: { symbols?: unknown };
}

function parsed(text: string): Message {
  try {
    return Object(JSON.parse(text));
  } catch {
    // What is no JSON names no action: it is answered as such.
    return {};
  }
}

/** `XAU/USD,EUR/USD`, or a list of `{ symbol }`. */
function symbolsOf(given: unknown): string[] {
  const list: unknown[] = typeof given === "string" ? given.split(",") : Array.isArray(given) ? given : [];
  return list
    .map((each) => String(typeof each === "string" ? each : Object(each).symbol).trim())
    .filter((each) => each !== "");
}

async function record(trx: Transaction, { action, params }: Message): Promise<void> {
  if (!(await readSettings(trx)).recordCalls) return;
  const parameters = { action: String(action), ...params };
  await recordCall(trx, {
    service: "twelvedata",
    operation: "stream",
    parameters,
    status: 101,
    answer: undefined,
  });
}

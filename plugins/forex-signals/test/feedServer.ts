import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Candle, TIMEFRAME_MS, type Timeframe, toTimeframe } from "@promostack/core/strategy";

/** What the server is told to answer instead of candles. */
export interface Canned {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

/** A Twelve Data over given candles, on a real port: `time_series`, `price`, `api_usage`. */
export class FeedServer {
  readonly requests: URL[] = [];
  /** Answered once each, first in first out. */
  readonly canned: Canned[] = [];
  credits = { used: 1, left: 7 };
  /** What `api_usage` answers. */
  usage = { current_usage: 1, plan_limit: 8, daily_usage: 1, plan_daily_limit: 800, plan_category: "basic" };
  /** Where the market stands; candles that open later are not known yet. */
  now = 0;
  readonly #candles: Candle[];
  readonly #timeframe: Timeframe;
  readonly #server: Server;

  constructor(candles: readonly Candle[], timeframe: Timeframe) {
    this.#candles = [...candles];
    this.#timeframe = timeframe;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  }

  /** Takes candles away (a gap), or gives more. */
  change(change: (candles: Candle[]) => Candle[]): void {
    this.#candles.splice(0, this.#candles.length, ...change([...this.#candles]));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", "http://feed");
    this.requests.push(url);
    const canned = this.canned.shift();
    response.setHeader("api-credits-used", this.credits.used);
    response.setHeader("api-credits-left", this.credits.left);
    if (canned) {
      for (const [name, value] of Object.entries(canned.headers ?? {})) response.setHeader(name, value);
      response.writeHead(canned.status).end(canned.body);
      return;
    }
    response.setHeader("content-type", "application/json");
    if (url.pathname === "/api_usage") {
      response.end(JSON.stringify({ timestamp: new Date(this.now).toISOString(), ...this.usage }));
      return;
    }
    if (url.pathname === "/price") {
      const last = this.#candles.findLast(({ time }) => time < this.now);
      response.end(JSON.stringify({ price: last?.close.toFixed(5) }));
      return;
    }
    const interval = timeframeOf(url.searchParams.get("interval"));
    const values = this.#series(interval, url.searchParams);
    if (values.length === 0) {
      const message = "No data is available on the specified dates. Try setting different start/end dates.";
      response.writeHead(400).end(JSON.stringify({ code: 400, message, status: "error" }));
      return;
    }
    const meta = { symbol: url.searchParams.get("symbol"), interval };
    response.end(JSON.stringify({ meta, values, status: "ok" }));
  }

  #series(interval: Timeframe, query: URLSearchParams) {
    if (TIMEFRAME_MS[interval] < TIMEFRAME_MS[this.#timeframe]) return [];
    const from = Date.parse(`${query.get("start_date") ?? "1970-01-01T00:00:00"}Z`);
    const end = query.get("end_date");
    const until = end === null ? Number.POSITIVE_INFINITY : Date.parse(`${end}Z`);
    return toTimeframe(this.#candles, this.#timeframe, interval)
      .filter(({ time }) => time >= from && time <= until && time < this.now)
      .slice(-Number(query.get("outputsize")))
      .map(({ time, open, high, low, close }) => ({
        datetime: new Date(time).toISOString().slice(0, 19).replace("T", " "),
        open: open.toFixed(5),
        high: high.toFixed(5),
        low: low.toFixed(5),
        close: close.toFixed(5),
      }));
  }
}

function timeframeOf(text: string | null): Timeframe {
  if (text === "1min" || text === "15min" || text === "1h") return text;
  throw new RangeError(`The test's feed does not know ${text}.`);
}

import { type PlatformContext, PlatformError, route, type Setup, Type } from "@promostack/core";
import { SESSIONS } from "../calendar/sessions.ts";
import { type Instrument, type InstrumentFacts, instrumentProblem } from "../domain/instrument.ts";
import { KNOWN_INSTRUMENTS } from "../domain/knownInstruments.ts";
import { InstrumentInput, InstrumentList, InstrumentView } from "../instrumentApi.ts";
import { addInstrument, instrumentInUse, removeInstrument } from "../market/instrumentStore.ts";
import { unknownInstrument } from "../market/instruments.ts";
import type { Market } from "../market/market.ts";
import { choosingTenants } from "../signals/choices.ts";
import type { PlatformOf } from "./platformOf.ts";

const READ = { perMinute: 240 };
const WRITE = { perMinute: 30 };
/** `XAU-USD` in addresses, because a slash would end the part. */
const Params = Type.Object({ symbol: Type.String({ pattern: "^[A-Z0-9]{2,10}(-[A-Z0-9]{2,10})?$" }) });

/** Routes of instruments: tenants choose of them, admins add their own. */
export function instrumentRoutes(p: Setup, market: Market, platformOf: PlatformOf): void {
  p.route(
    route({
      method: "GET",
      path: "/instruments",
      permission: "tenant:viewer",
      summary: "Symbols that can be chosen.",
      input: { output: InstrumentList },
      limits: READ,
      handle: async (context) => listed(await market.instruments.all(platformOf(context))),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/admin/instruments",
      permission: "admin",
      summary: "Instruments of the installation, those that it brings and its own.",
      input: { output: InstrumentList },
      limits: READ,
      handle: async (context) => listed(await market.instruments.all(context)),
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: "/admin/instruments/:symbol",
      permission: "admin",
      summary: "Adds an instrument, or gives a known one other numbers.",
      input: { params: Params, body: InstrumentInput, output: InstrumentView },
      limits: WRITE,
      async handle(context, { params, body }) {
        const facts: InstrumentFacts = { ...body, symbol: symbolOf(params.symbol) };
        const problem = instrumentProblem(facts);
        if (problem !== undefined) throw unsound(facts.symbol, problem);
        const before = (await market.instruments.all(context)).get(facts.symbol);
        const by = { email: context.actor.email, at: context.clock.now() };
        await context.platformDb(async (trx) => {
          // What is open is kept in ticks: another tick would be another price.
          if (
            before !== undefined &&
            before.tick !== facts.tick &&
            (await instrumentInUse(trx, facts.symbol))
          )
            throw inUse(facts.symbol, "has signals, which are kept in its ticks");
          await addInstrument(trx, facts, by);
        });
        market.instruments.forget();
        return viewOf(await market.instruments.of(context, facts.symbol));
      },
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/admin/instruments/:symbol",
      permission: "admin",
      summary: "Takes an own instrument away; a known one goes back to the numbers it came with.",
      input: { params: Params },
      limits: WRITE,
      async handle(context, { params }) {
        const symbol = symbolOf(params.symbol);
        const own = (await market.instruments.all(context)).get(symbol);
        const known = KNOWN_INSTRUMENTS.get(symbol);
        const followed = known === undefined && (await followersOf(context, symbol)) > 0;
        if (followed) throw inUse(symbol, "is followed by tenants");
        await context.platformDb(async (trx) => {
          const used = await instrumentInUse(trx, symbol);
          if (used && known?.tick !== own?.tick) throw inUse(symbol, "has signals");
          if (!(await removeInstrument(trx, symbol))) throw unknownInstrument(symbol);
        });
        market.instruments.forget();
        return undefined;
      },
    }),
  );
}

async function followersOf({ tenants }: Pick<PlatformContext, "tenants">, symbol: string): Promise<number> {
  return (await choosingTenants(tenants)).filter(({ settings }) => settings.symbols.includes(symbol)).length;
}

function listed(all: ReadonlyMap<string, Instrument>): InstrumentList {
  return { items: [...all.values()].map(viewOf) };
}

function viewOf(each: Instrument): InstrumentView {
  const { ticksPerUnit: _unit, ticksPerPip: _pip, ...shown } = each;
  const known = KNOWN_INSTRUMENTS.get(each.symbol);
  return {
    ...shown,
    id: each.symbol,
    title: each.name,
    hours: SESSIONS[each.calendar].text,
    origin: known === undefined ? "own" : sameFacts(known, each) ? "known" : "changed",
  };
}

function sameFacts(one: Instrument, other: Instrument): boolean {
  return JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
}

function symbolOf(part: string): string {
  return part.replace("-", "/");
}

function unsound(symbol: string, problem: string): PlatformError {
  return new PlatformError(`${symbol}: ${problem}.`, {
    code: "instrument.unsound",
    status: 422,
    hint: "Check tick, pip, nearest stop and spread: each is a price, and all but the tick are whole numbers of ticks.",
  });
}

function inUse(symbol: string, why: string): PlatformError {
  return new PlatformError(`${symbol} ${why}.`, {
    code: "instrument.in_use",
    status: 409,
    hint: "Other numbers than the tick can be changed at any time.",
  });
}

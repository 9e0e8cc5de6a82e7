/** A strategy that does what it must not. */
export interface Attack {
  /** What it tries. */
  name: string;
  /** Body of `evaluate(context)`. */
  body: string;
  /** What stands in the module around it. */
  scope?: string;
  /** The error that its caller must see; absent where it must find nothing and propose nothing. */
  code?: string;
}

const CANDIDATE = "{ direction: 'buy', entry: 2000, stop: 1990, targets: [2010] }";

/** Proposes where the escape found something; nothing where it did not, or where the try raises an error. */
const unless = (safe: string) => `try { return (${safe}) ? null : ${CANDIDATE}; } catch { return null; }`;
/** A candidate with one part that is not what it says. */
const withPart = (part: string) =>
  `return { direction: 'buy', entry: 2000, stop: 1990, targets: [2010], ${part} }`;

const ESCAPES: Attack[] = [
  { name: "process", body: unless("typeof process === 'undefined'") },
  {
    name: "the global object's require and module",
    body: unless("globalThis.require === undefined && globalThis.module === undefined"),
  },
  {
    name: "the Function constructor",
    body: unless("(function () {}).constructor('return typeof process')() === 'undefined'"),
  },
  {
    name: "the constructor of a context function",
    body: unless("context.candles.close.constructor('return typeof process')() === 'undefined'"),
  },
  {
    name: "the constructors of async and generator functions",
    body: unless(
      "!(async () => {}).constructor('return 1') || !(function* () {}).constructor('yield 1') || typeof process === 'undefined'",
    ),
  },
  { name: "an indirect eval", body: unless("(0, eval)('typeof process') === 'undefined'") },
  {
    name: "the this of a sloppy function",
    body: unless("new Function('return this')()?.process === undefined"),
  },
  {
    name: "the caller of its caller",
    body: unless("(function f() { return f.caller ?? arguments.callee?.caller })() == null"),
  },
  {
    name: "the frames of a stack",
    body: unless(
      "(() => { let seen; Error.prepareStackTrace = (_, frames) => { seen = frames; return ''; }; void new Error().stack; return seen === undefined || seen.every((frame) => frame.getThis() === undefined && frame.getFunction() === undefined); })()",
    ),
  },
  {
    name: "a compartment of its own",
    body: unless(
      "typeof Compartment === 'undefined' || new Compartment().evaluate('typeof process') === 'undefined'",
    ),
  },
  {
    name: "the constructor of the global object",
    body: unless("globalThis.constructor.constructor('return typeof process')() === 'undefined'"),
  },
  {
    name: "the network",
    body: unless(
      "['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'navigator'].every((name) => !(name in globalThis))",
    ),
  },
  {
    name: "timers",
    body: unless(
      "['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame'].every((name) => !(name in globalThis))",
    ),
  },
  { name: "WebAssembly", body: unless("typeof WebAssembly === 'undefined'") },
  {
    name: "shared memory",
    body: unless("typeof SharedArrayBuffer === 'undefined' && typeof Atomics === 'undefined'"),
  },
  {
    name: "messages to the parent",
    body: unless(
      "['postMessage', 'MessageChannel', 'BroadcastChannel', 'structuredClone'].every((name) => !(name in globalThis))",
    ),
  },
  {
    name: "a dynamic import by eval",
    body: 'return (0, eval)("import" + "(\'node:fs\')")',
    code: "sandbox.threw",
  },
  { name: "a dynamic import", body: "return import('node:fs')", code: "strategy.does_not_build" },
  {
    name: "a static import of a builtin",
    scope: "import { readFileSync } from 'node:fs';",
    body: "return readFileSync('/etc/passwd') && null",
    code: "strategy.does_not_build",
  },
];

const UNCERTAIN: Attack[] = [
  { name: "the clock by Date", body: unless("Number.isNaN(new Date().getTime())") },
  { name: "the clock by Date as a function", body: unless("!/20\\d\\d/.test(Date())") },
  { name: "the time of day", body: "return { direction: 'buy', entry: Date.now() }", code: "sandbox.threw" },
  { name: "a precise clock", body: unless("typeof performance === 'undefined'") },
  {
    name: "the machine's time zone",
    body: unless("new Date(0).getTimezoneOffset() === 0 && new Date(0).getHours() === 0"),
  },
  {
    name: "the machine's language",
    body: unless(
      "typeof Intl === 'undefined' && (1234.5).toLocaleString('de-DE') === (1234.5).toLocaleString('en-US')",
    ),
  },
  {
    name: "a random number",
    body: "return { direction: Math.random() > 2 ? 'buy' : 'sell' }",
    code: "sandbox.threw",
  },
  { name: "random bytes", body: unless("typeof crypto === 'undefined'") },
  {
    name: "the garbage collector's moods",
    body: unless("typeof WeakRef === 'undefined' && typeof FinalizationRegistry === 'undefined'"),
  },
  {
    name: "paths of this machine in a stack",
    body: unless(
      "!/[\\\\/](home|tmp|root|work|usr|var)[\\\\/]|\\.cjs|file:/.test(String(new Error('x').stack))",
    ),
  },
];

const POLLUTIONS: Attack[] = [
  { name: "a change of Array's prototype", body: "Array.prototype.push = () => 0", code: "sandbox.threw" },
  { name: "a change of Object's prototype", body: "Object.prototype.polluted = true", code: "sandbox.threw" },
  {
    name: "a change of Object's prototype by __proto__",
    body: "({}).__proto__.polluted = true",
    code: "sandbox.threw",
  },
  {
    name: "a getter defined on Object's prototype",
    body: "Object.defineProperty(Object.prototype, 'direction', { get: () => 'buy' })",
    code: "sandbox.threw",
  },
  {
    name: "another prototype for Array's prototype",
    body: "Object.setPrototypeOf(Array.prototype, { entry: 1 })",
    code: "sandbox.threw",
  },
  { name: "another JSON.parse", body: "JSON.parse = () => ({})", code: "sandbox.threw" },
  { name: "another Math.floor", body: "Math.floor = () => 1", code: "sandbox.threw" },
  {
    name: "another iterator for arrays",
    body: "Array.prototype[Symbol.iterator] = null",
    code: "sandbox.threw",
  },
  { name: "another then for promises", body: "Promise.prototype.then = () => 1", code: "sandbox.threw" },
  { name: "a note left on RegExp", body: unless("/(b)/.test('abc') && RegExp.$1 === undefined") },
  { name: "a change of the context", body: "context.candles.close = () => 1", code: "sandbox.threw" },
  { name: "a change of a context function", body: "context.candles.close.evil = 1", code: "sandbox.threw" },
  {
    name: "a change of an indicator",
    body: "context.indicators.ema(3).at = () => 1",
    code: "sandbox.threw",
  },
  { name: "a change of its parameters", body: "context.parameters.x = 1", code: "sandbox.threw" },
  { name: "a global of its own", body: "globalThis.memory = 1", code: "sandbox.threw" },
  {
    name: "freezing what all share",
    body: "for (const each of [Object, Array, Map, Promise, Function, Symbol, Error]) { Object.freeze(each); Object.freeze(each.prototype); } return null",
  },
];

const HUNGER: Attack[] = [
  { name: "an endless loop", body: "for (;;) {}", code: "sandbox.timeout" },
  {
    name: "an endless loop while loading",
    scope: "for (;;) {}",
    body: "return null",
    code: "sandbox.timeout",
  },
  {
    name: "a regular expression that never ends",
    body: "return /^(a+)+$/.test('a'.repeat(60) + 'b') ? null : null",
    code: "sandbox.timeout",
  },
  {
    name: "a generator that never ends",
    body: "return Array.from((function* () { for (;;) yield; })(), () => new Array(64).fill(0)) && null",
    code: "sandbox.memory",
  },
  { name: "endless recursion", body: "const f = () => f() + 1; return f()", code: "sandbox.threw" },
  {
    name: "a microtask that never ends",
    body: "(async () => { for (;;) await null; })(); return null",
    code: "sandbox.timeout",
  },
  {
    name: "a heap bomb",
    body: "const all = []; for (;;) all.push(new Array(1000).fill(all.length))",
    code: "sandbox.memory",
  },
  {
    name: "an ArrayBuffer bomb",
    body: "const all = []; for (;;) all.push(new Uint8Array(8e6).fill(1))",
    code: "sandbox.memory",
  },
  {
    name: "a bomb that keeps a little each candle",
    scope: "const kept = [];",
    body: "kept.push(new Uint8Array(3e7).fill(1)); return null",
    code: "sandbox.memory",
  },
  {
    name: "a string that doubles",
    body: "let text = 'x'; for (let i = 0; i < 40; i++) text += text; return null",
    code: "sandbox.threw",
  },
  {
    name: "a map without end",
    body: "const map = new Map(); for (let i = 0; ; i++) map.set(i, new Array(64).fill(i))",
    code: "sandbox.memory",
  },
  {
    name: "a typed array of the impossible size",
    body: "return new Float64Array(2 ** 40) && null",
    code: "sandbox.threw",
  },
  {
    name: "a number with a billion digits",
    body: "return (1n << (2n ** 40n)) && null",
    code: "sandbox.threw",
  },
  {
    name: "more indicators than there are",
    body: "for (let n = 1; ; n++) context.indicators.ema(n)",
    code: "sandbox.threw",
  },
  {
    name: "a zone that is none",
    body: "return context.clock.minuteOfDay('../../etc/passwd') && null",
    code: "sandbox.threw",
  },
];

const LIES: Attack[] = [
  { name: "text for a price", body: withPart("entry: '2000'"), code: "sandbox.invalid_result" },
  { name: "no number for a price", body: withPart("entry: NaN"), code: "sandbox.invalid_result" },
  { name: "an infinite price", body: withPart("stop: -Infinity"), code: "sandbox.invalid_result" },
  { name: "a price below zero", body: withPart("stop: -1"), code: "sandbox.invalid_result" },
  { name: "a boxed price", body: withPart("entry: new Number(2000)"), code: "sandbox.invalid_result" },
  { name: "a BigInt price", body: withPart("entry: 2000n"), code: "sandbox.invalid_result" },
  {
    name: "a price by Symbol.toPrimitive",
    body: withPart("entry: { [Symbol.toPrimitive]: () => 2000, valueOf: () => 2000 }"),
    code: "sandbox.invalid_result",
  },
  {
    name: "a direction by toString",
    body: withPart("direction: { toString: () => 'buy' }"),
    code: "sandbox.invalid_result",
  },
  {
    name: "a boxed direction",
    body: withPart("direction: new String('buy')"),
    code: "sandbox.invalid_result",
  },
  {
    name: "something like a list",
    body: withPart("targets: { 0: 2010, length: 1 }"),
    code: "sandbox.invalid_result",
  },
  { name: "a list with holes", body: withPart("targets: [, 2010]"), code: "sandbox.invalid_result" },
  {
    name: "a giant list of targets",
    body: withPart("targets: new Array(1e7).fill(1)"),
    code: "sandbox.invalid_result",
  },
  {
    name: "a list that lies about its length",
    body: withPart("targets: new Proxy([], { get: (t, k) => k === 'length' ? 1e9 : 1 })"),
    code: "sandbox.invalid_result",
  },
  {
    name: "a list whose length is negative",
    body: withPart("targets: new Proxy([], { get: (t, k) => k === 'length' ? -1 : 1 })"),
    code: "sandbox.invalid_result",
  },
  {
    name: "a getter that answers something else the second time",
    body: "let n = 0; return { direction: 'buy', get entry() { return n++ ? 'x' : NaN; }, stop: 1990, targets: [2010] }",
    code: "sandbox.invalid_result",
  },
  {
    name: "a getter that throws a trap",
    body: "return { get direction() { throw { get message() { throw 1 } } } }",
    code: "sandbox.threw",
  },
  {
    name: "a getter that never returns",
    body: "return { get direction() { for (;;) {} } }",
    code: "sandbox.timeout",
  },
  {
    name: "a proxy that was revoked",
    body: "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy",
    code: "sandbox.threw",
  },
  {
    name: "a million indicator values",
    body: withPart("indicators: Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => [i, 1]))"),
    code: "sandbox.invalid_result",
  },
  {
    name: "an indicator value that is none",
    body: withPart("indicators: { x: {} }"),
    code: "sandbox.invalid_result",
  },
  {
    name: "half a gigabyte of reason",
    body: withPart("reason: 'x'.repeat(2 ** 28)"),
    code: "sandbox.invalid_result",
  },
  { name: "fractions that are none", body: withPart("fractions: [2]"), code: "sandbox.invalid_result" },
  { name: "a promise for a candidate", body: "return Promise.resolve(null)", code: "sandbox.invalid_result" },
  { name: "an async evaluate", body: "return (async () => null)()", code: "sandbox.invalid_result" },
  {
    name: "a generator for a candidate",
    body: "return (function* () { yield null; })()",
    code: "sandbox.invalid_result",
  },
  { name: "a function for a candidate", body: "return () => null", code: "sandbox.invalid_result" },
  { name: "a symbol for a candidate", body: "return Symbol('buy')", code: "sandbox.invalid_result" },
];

const THROWN: Attack[] = [
  { name: "nothing thrown", body: "throw undefined", code: "sandbox.threw" },
  { name: "a symbol thrown", body: "throw Symbol('x')", code: "sandbox.threw" },
  { name: "a function thrown", body: "throw () => 1", code: "sandbox.threw" },
  {
    name: "a proxy thrown",
    body: "throw new Proxy({}, { get() { throw new Error('trap'); }, getPrototypeOf() { throw new Error('trap'); } })",
    code: "sandbox.threw",
  },
  {
    name: "an error with an endless message",
    body: "throw new Error('x'.repeat(2 ** 26))",
    code: "sandbox.threw",
  },
  {
    name: "an error whose message never returns",
    body: "throw { get message() { for (;;) {} } }",
    code: "sandbox.timeout",
  },
  {
    name: "an error that claims another code",
    body: "throw Object.assign(new Error('x'), { code: 'tenant.forbidden', status: 200, name: 'PlatformError' })",
    code: "sandbox.threw",
  },
  {
    name: "an error whose stack is a trap",
    body: "throw Object.defineProperty(new Error('x'), 'stack', { get() { for (;;) {} } })",
    code: "sandbox.threw",
  },
];

/** By what they go for. */
export const ATTACKS: Record<string, readonly Attack[]> = {
  "ways out": ESCAPES,
  "clocks, chance and the machine": UNCERTAIN,
  "what others share": POLLUTIONS,
  "time and memory": HUNGER,
  "answers that are not what they say": LIES,
  "errors that are not what they say": THROWN,
};

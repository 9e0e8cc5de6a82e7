import type { CliOption } from "@promostack/core";
import { gapsOf } from "../config/gaps.ts";
import { probePort } from "../http/probePort.ts";
import { mistake } from "../mistake.ts";
import type { Options } from "./command.ts";
import type { RunningHost } from "./runningHost.ts";
import type { Session } from "./session.ts";

export const PORT_OPTION: CliOption = {
  flags: "-p, --port <number>",
  description: "port to listen on, instead of PORT (3000)",
};

/** The port that the call names; undefined where it names none. */
export function portOf({ port: text }: Options): number | undefined {
  if (typeof text !== "string") return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw mistake(`${text} is not a port.`, "Choose a number from 0 (any free one) to 65535.");
}

/** Before anything is made: a start takes seconds, and on a taken port it would be for nothing. */
export async function refuseTaken(port: number): Promise<void> {
  const error = port === 0 ? undefined : await probePort(port);
  if (error !== undefined) throw portTaken(error, port);
}

/** Says of a start that failed because somebody else listens there what to do. */
export function portTaken(error: unknown, port: number): unknown {
  if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) return error;
  return mistake(
    `Port ${port} is taken.`,
    "Stop what runs there (perhaps another PromoStack), or choose another with --port or PORT.",
  );
}

/**
 * Errors that nobody caught. A plugin's are booked to the plugin and the host lives on; after one of the host's own nobody knows what
 * is still true, so it drains and ends, and its supervisor starts it anew. Rejects then.
 */
export function watchStrayErrors({ runtime }: RunningHost): Promise<never> {
  return new Promise((_, reject) => {
    const heard = (error: unknown) => {
      if (!runtime.strayError(error)) reject(error);
    };
    process.on("uncaughtException", heard).on("unhandledRejection", heard);
  });
}

/** Says where everything is, who may come in, and what a real installation lacks. */
export async function welcome({ terminal }: Session, host: RunningHost, milliseconds: number): Promise<void> {
  const { config } = host;
  const listening = new URL(host.url);
  const site = (name: string) =>
    config.publicUrl
      ? `${new URL(config.publicUrl).protocol}//${name}.${config.baseDomain}`
      : `http://${name}.${config.baseDomain}:${listening.port}`;
  const addresses = { dash: site("dash"), admin: site("admin"), api: `${host.url}/api/openapi.json` };
  const people = config.playground ? await samplePeople(host.url) : [];
  terminal.answer({ url: host.url, ...addresses, people });
  const lines = [
    `PromoStack is ready after ${(milliseconds / 1000).toFixed(1)} s.`,
    "",
    `Tenants   ${addresses.dash}`,
    `Admins    ${addresses.admin}`,
    `API       ${addresses.api}`,
  ];
  if (people.length > 0) {
    const width = Math.max(...people.map((person) => person.email.length));
    lines.push("", "Sign in as (no password, this is the playground):");
    for (const { email, about } of people) lines.push(`  ${email.padEnd(width)}  ${about ?? ""}`.trimEnd());
  }
  terminal.print();
  terminal.box(lines);
  terminal.print(`\nData is kept in ${config.dataDir}. Ctrl+C stops.\n`);
  const gaps = gapsOf(config);
  for (const { detail, fix } of gaps) terminal.print(`${terminal.style("yellow", "!")} ${detail} ${fix}`);
  if (gaps.length > 0) terminal.print();
}

interface Person {
  email: string;
  about?: string;
}

/** Longest wait for each of the two answers: what is missing then is only a hint. */
const PEOPLE_MS = 5_000;

/** The people whom the sign-in page offers; none where it offers none. */
async function samplePeople(url: string): Promise<Person[]> {
  try {
    const answer = async (path: string) => {
      const response = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(PEOPLE_MS) });
      return JSON.parse(await response.text());
    };
    const { local } = await answer("/api/sign-in");
    return local ? ((await answer(local.people)).items ?? []) : [];
  } catch {
    // The addresses are what matters; whoever opens them is offered the people again.
    return [];
  }
}

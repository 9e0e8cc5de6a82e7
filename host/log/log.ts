import { AsyncLocalStorage } from "node:async_hooks";
import type { Log } from "@promostack/core";
import { type DestinationStream, type Logger, pino } from "pino";
import type { Config } from "../config/config.ts";
import { redact, redactText } from "../secret/redact.ts";

/** What every line of a piece of work carries. */
export interface LogIds {
  requestId?: string;
  tenantId?: string;
  plugin?: string;
  job?: string;
}

export interface HostLog extends Log {
  /** A log whose lines carry these fields too. */
  child(fields: Record<string, unknown>): HostLog;
}

const ID_NAMES = ["requestId", "tenantId", "plugin", "job"] as const;
const ids = new AsyncLocalStorage<LogIds>();

/** Runs `work` so that every line written from within, by whichever log, carries these ids beside the outer ones. */
export function withLogIds<Result>(more: LogIds, work: () => Result): Result {
  const now = ids.getStore();
  const known =
    now !== undefined && ID_NAMES.every((name) => more[name] === undefined || more[name] === now[name]);
  return known ? work() : ids.run({ ...now, ...more }, work);
}

/** The ids of the work that is going on now. */
export function logIds(): LogIds {
  return ids.getStore() ?? {};
}

/**
 * JSON lines on standard output with time, level, ids and message. Every field and message is cleaned of secrets.
 * @param destination where lines go instead, in tests.
 */
export function createLog(config: Pick<Config, "logLevel">, destination?: DestinationStream): HostLog {
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: () => logIds(),
  };
  return new PinoLog(destination ? pino(options, destination) : pino(options));
}

type Level = "debug" | "info" | "warn" | "error";

class PinoLog implements HostLog {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  debug(message: string, fields?: Record<string, unknown>): void {
    this.#write("debug", message, fields);
  }

  info(message: string, fields?: Record<string, unknown>): void {
    this.#write("info", message, fields);
  }

  warn(message: string, fields?: Record<string, unknown>): void {
    this.#write("warn", message, fields);
  }

  error(message: string, fields?: Record<string, unknown>): void {
    this.#write("error", message, fields);
  }

  child(fields: Record<string, unknown>): HostLog {
    return new PinoLog(this.#logger.child(cleaned(fields)));
  }

  #write(level: Level, message: string, fields: Record<string, unknown> | undefined): void {
    // Cleaning costs more than the line: not for lines that nobody reads.
    if (!this.#logger.isLevelEnabled(level)) return;
    this.#logger[level](fields === undefined ? {} : cleaned(fields), redactText(message));
  }
}

function cleaned(fields: Record<string, unknown>): Record<string, unknown> {
  const copy = redact(fields);
  return typeof copy === "object" && copy !== null ? { ...copy } : {};
}

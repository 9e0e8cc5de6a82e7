/** Where in a plugin's life an error arose; shown beside the plugin's name in every error. */
export type Phase =
  | "manifest"
  | "migrate"
  | "load"
  | "setup"
  | "start"
  | "stop"
  | "health"
  | "route"
  | "job"
  | "event"
  | "bot"
  | "service"
  | "tenant-hook"
  | "cli";

export interface PlatformErrorOptions {
  /** Stable, dotted, documented: `connection.token_rejected`. Clients branch on it. */
  code: string;
  /** HTTP status when the error reaches a route. 500 where it is our fault. */
  status?: number;
  /** One sentence that tells a person what to do next. */
  hint?: string;
  plugin?: string;
  phase?: Phase;
  cause?: unknown;
  /** JSON-serialisable facts, such as the fields that failed. Never a secret. */
  details?: Record<string, unknown>;
  /** Seconds after which trying again makes sense (answers `Retry-After`). */
  retryAfter?: number;
}

const BRAND = Symbol.for("promostack.error");

/** The one error type that crosses room and plugin borders. Branded, so that two copies of core agree. */
export class PlatformError extends Error {
  readonly [BRAND] = true;
  readonly code: string;
  readonly status: number;
  readonly hint: string | undefined;
  readonly details: Record<string, unknown> | undefined;
  readonly retryAfter: number | undefined;
  plugin: string | undefined;
  phase: Phase | undefined;

  constructor(message: string, options: PlatformErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "PlatformError";
    this.code = options.code;
    this.status = options.status ?? 500;
    this.hint = options.hint;
    this.plugin = options.plugin;
    this.phase = options.phase;
    this.details = options.details;
    this.retryAfter = options.retryAfter;
  }

  static is(value: unknown): value is PlatformError {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

/** Wraps whatever was thrown by a plugin with who and where, keeping the first cause. */
export function inPhase(error: unknown, plugin: string, phase: Phase): PlatformError {
  if (PlatformError.is(error)) {
    error.plugin ??= plugin;
    error.phase ??= phase;
    return error;
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new PlatformError(`${plugin} failed in ${phase}: ${reason}`, {
    code: `plugin.${phase}_failed`,
    plugin,
    phase,
    cause: error,
  });
}

/** Raised by `credentials(tenant, role)` when no bot is connected for the role. */
export function botNotConfigured(role: string): PlatformError {
  return new PlatformError(`No ${role === "signal_bot" ? "signal" : "message"} bot is connected.`, {
    code: "bot.not_configured",
    status: 409,
    hint: "Open Connections in the dash and connect a bot for this role.",
    details: { role },
  });
}

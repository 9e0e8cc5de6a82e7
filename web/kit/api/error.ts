/** What the server said is wrong (RFC 9457), or what the line did. Codes are stable; the words are for people. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
  readonly requestId: string | undefined;
  /** Seconds. */
  readonly retryAfter: number | undefined;

  constructor(message: string, facts: ApiErrorFacts) {
    super(message, { cause: facts.cause });
    this.name = "ApiError";
    this.status = facts.status;
    this.code = facts.code;
    this.hint = facts.hint;
    this.details = facts.details ?? {};
    this.requestId = facts.requestId;
    this.retryAfter = facts.retryAfter;
  }

  /** Problems beside fields: path with dots (`risk.dailyLossCapR`) to a sentence. */
  get fields(): Record<string, string> {
    const { fields, problems } = this.details;
    const listed = Array.isArray(fields) ? fields : Array.isArray(problems) ? problems : [];
    return Object.fromEntries(listed.flatMap(fieldProblem));
  }
}

/** Whether nothing stands at an address: gone, or named by what is no id at all. */
export function isNotThere(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 400);
}

interface ApiErrorFacts {
  status: number;
  code: string;
  hint?: string;
  details?: Record<string, unknown>;
  requestId?: string;
  retryAfter?: number;
  cause?: unknown;
}

/** Accepts `{ field | path, message | problem }` and pointers such as `/body/token`. */
function fieldProblem(value: unknown): [string, string][] {
  if (typeof value !== "object" || value === null) return [];
  const entry: Record<string, unknown> = { ...value };
  const path = [entry.field, entry.path, entry.pointer].find((each) => typeof each === "string");
  const message = [entry.message, entry.problem, entry.reason].find((each) => typeof each === "string");
  if (typeof path !== "string" || typeof message !== "string") return [];
  const dotted = path.replace(/^[#/]+/, "").replaceAll("/", ".");
  return [[dotted.replace(/^(body|settings)\./, ""), message]];
}

/** Reads a refusal, whatever wrote it: our problem document, a proxy's page, nothing. */
export async function refusalOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  const problem: Record<string, unknown> = typeof body === "object" && body !== null ? { ...body } : {};
  const text = (key: string) => (typeof problem[key] === "string" ? problem[key] : undefined);
  const wait = Number(response.headers.get("retry-after") ?? Number.NaN);
  return new ApiError(text("detail") ?? text("title") ?? `The server answered ${response.status}.`, {
    status: response.status,
    code: text("code") ?? `http.${response.status}`,
    hint: text("hint"),
    details: typeof problem.details === "object" && problem.details !== null ? { ...problem.details } : {},
    requestId: text("requestId"),
    retryAfter: Number.isFinite(wait) ? wait : undefined,
  });
}

export function unreachable(cause: unknown): ApiError {
  return new ApiError("The server cannot be reached.", {
    status: 0,
    code: "network",
    hint: "Check the connection. This page tries again by itself.",
    cause,
  });
}

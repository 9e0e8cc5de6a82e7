import { type Log, PlatformError } from "@promostack/core";
import type { Context } from "koa";
import { PROBLEM_TYPE, problemHeaders, problemOf } from "./problem.ts";

/** Answers whatever was thrown as problem details, and logs what was our fault with its cause. */
export function writeProblem(context: Context, error: unknown, requestId: string, log: Log): void {
  const problem = problemOf(error, requestId);
  if (problem.status >= 500) {
    const fields = { requestId, code: problem.code, error };
    log.error(`${context.method} ${context.path} failed: ${problem.detail}`, fields);
  }
  if (context.res.headersSent) return;
  context.respond = true;
  context.set(problemHeaders(error));
  if (PlatformError.is(error) && error.code === "route.method_not_allowed") {
    context.set("allow", String(error.details?.allowed ?? "").replaceAll(",", ", "));
  }
  // What is left of a refused body is not kept, and the connection carries no other request after it.
  if (problem.status === 413) {
    context.set("connection", "close");
    context.req.resume();
  }
  context.status = problem.status;
  context.body = JSON.stringify(problem);
  context.set("content-type", `${PROBLEM_TYPE}; charset=utf-8`);
}

import { type Log, PlatformError } from "@promostack/core";
import type { Context } from "koa";
import { isPause } from "../plugin/invocation.ts";
import { PROBLEM_TYPE, problemHeaders, problemOf } from "./problem.ts";

/** Answers whatever was thrown as problem details, and logs what was our fault: with its cause, unless nothing ran and a later try will. */
export function writeProblem(context: Context, error: unknown, requestId: string, log: Log): void {
  const problem = problemOf(error, requestId);
  if (problem.status >= 500) {
    const text = `${context.method} ${context.path} failed: ${problem.detail}`;
    if (isPause(error)) log.warn(text, { requestId, code: problem.code });
    else log.error(text, { requestId, code: problem.code, error });
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

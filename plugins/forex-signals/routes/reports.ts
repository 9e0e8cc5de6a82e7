import {
  eventStream,
  type PlatformContext,
  PlatformError,
  reply,
  route,
  type Setup,
  Type,
} from "@promostack/core";
import type { Report } from "../report/api.ts";
import { reportPage } from "../report/html/page.ts";
import {
  ReleaseReportDetail,
  ReleaseReportQuery,
  ReleaseReports,
  ReportTask,
  ReportWish,
} from "../report/releases/api.ts";
import type { ReportDesk } from "../report/releases/reportDesk.ts";
import { newestReports, reportById } from "../report/releases/reportRows.ts";
import { taskById } from "../report/releases/reportTasks.ts";
import { storedStretch } from "../report/stored/stretch.ts";
import type { PlatformOf } from "./platformOf.ts";

const Id = Type.Object({ id: Type.String({ format: "uuid" }) });
const READ = { perMinute: 240 };
const LOOK_MS = 400;

/** Routes of the reports that the platform makes of releases: the catalogue's figures, for whoever is signed in. */
export function reportRoutes(
  p: Setup,
  platformOf: PlatformOf,
  deskOf: (at: Parameters<PlatformOf>[0]) => ReportDesk,
): void {
  p.route(
    route({
      method: "GET",
      path: "/reports",
      permission: "person",
      summary:
        "The newest report of each release on each symbol, by its key figures. Made by the platform, with defaults.",
      input: { query: ReleaseReportQuery, output: ReleaseReports },
      limits: READ,
      async handle(context, { query }) {
        return { items: await context.platformDb((trx) => newestReports(trx, query)) };
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/reports",
      permission: "person",
      summary: "Asks for a release's report over the candles there are now. Answers a task to watch.",
      input: { body: ReportWish, output: ReportTask },
      limits: { perMinute: 12 },
      async handle(context, { body }) {
        const { id, version } = await context.sandbox.describe(body.strategy, body.version);
        const task = await deskOf(context).ask({ strategy: id, version, symbol: body.symbol });
        return reply(202, await findTask(context, task));
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/reports/:id",
      permission: "person",
      summary: "A report as a whole.",
      input: { params: Id, output: ReleaseReportDetail },
      limits: READ,
      handle: (context, { params }) => findReport(context, params.id),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/reports/:id/page",
      permission: "person",
      summary: "The same as one HTML file with its candles.",
      input: { params: Id },
      limits: { perMinute: 30 },
      async handle(context, { params }) {
        const found = await findReport(context, params.id);
        const between = { from: new Date(found.from), until: new Date(found.to) };
        const timeframe = found.report.candles.minutes === 60 ? "1h" : "15min";
        const stretch = await storedStretch(context, found.symbol, { timeframe }, between);
        return pageReply(
          found.report,
          stretch?.candles ?? [],
          `${found.strategy} ${found.version}`,
          `Made by the platform on Node ${found.node}, ${found.madeAt.slice(0, 16).replace("T", " ")} UTC.`,
        );
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/report-tasks/:id",
      permission: "person",
      summary: "How far a report is.",
      input: { params: Id, output: ReportTask },
      limits: { perMinute: 600 },
      handle: (context, { params }) => findTask(context, params.id),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/report-tasks/:id/events",
      permission: "person",
      summary: "The same as a stream that ends with the task.",
      input: { params: Id },
      limits: { perMinute: 60 },
      async handle(context, { params }) {
        await findTask(context, params.id);
        return eventStream(progress(platformOf(context), params.id));
      },
    }),
  );
}

/** A report as a file to keep. */
export async function pageReply(
  report: Report,
  candles: Parameters<typeof reportPage>[0]["candles"],
  title: string,
  madeBy: string,
  name = title.replace(/[^\w.-]+/g, "-"),
) {
  const page = await reportPage({ report, candles, title, madeBy });
  return reply(200, page, {
    "content-type": "text/html; charset=utf-8",
    "content-disposition": `attachment; filename="${name}.html"`,
  });
}

async function* progress(context: PlatformContext, id: string) {
  for (let before = ""; ; ) {
    const task = await findTask(context, id);
    const now = JSON.stringify(task);
    if (now !== before) yield { event: "task", data: task };
    if (task.state === "done" || task.state === "failed") return;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    context.signal.throwIfAborted();
  }
}

async function findTask(
  { platformDb }: Pick<PlatformContext, "platformDb">,
  id: string,
): Promise<ReportTask> {
  const task = await platformDb((trx) => taskById(trx, id));
  if (task !== undefined) return task;
  throw new PlatformError("There is no such task.", { code: "report.task_not_found", status: 404 });
}

async function findReport({ platformDb }: Pick<PlatformContext, "platformDb">, id: string) {
  const found = await platformDb((trx) => reportById(trx, id));
  if (found !== undefined) return found;
  throw new PlatformError("There is no such report.", {
    code: "report.not_found",
    status: 404,
    hint: "A newer one may have taken its place: look at the list.",
  });
}

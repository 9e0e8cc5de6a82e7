import { Tooltip } from "@mantine/core";
import type { JobView } from "../api/work.ts";
import { jobWords as W } from "../dash/texts.ts";
import { Status } from "../kit/show/states.tsx";
import { Ago, Time } from "../kit/show/times.tsx";
import type { Column } from "../kit/table/column.ts";

/** Columns of a list of jobs, for both sites. */
export const jobColumns: Column<JobView>[] = [
  {
    id: "title",
    header: W.job,
    value: ({ title }) => title,
    cell: ({ title }) => <div style={{ maxWidth: 300, whiteSpace: "normal" }}>{title}</div>,
    phone: "title",
  },
  { id: "result", header: W.result, value: result, cell: (job) => <Result job={job} />, phone: "corner" },
  { id: "plugin", header: W.plugin, value: ({ plugin }) => plugin },
  {
    id: "schedule",
    header: W.schedule,
    value: ({ schedule }) => schedule,
    cell: ({ schedule, timezone }) => (
      <Tooltip label={timezone}>
        <code>{schedule}</code>
      </Tooltip>
    ),
  },
  {
    id: "last",
    header: W.last,
    value: ({ lastRun }) => lastRun?.window,
    cell: ({ lastRun }) => <Ago value={lastRun?.window} />,
  },
  {
    id: "next",
    header: W.next,
    value: ({ nextRun }) => nextRun,
    cell: ({ nextRun }) => <Time value={nextRun} />,
  },
  {
    id: "took",
    header: W.took,
    value: ({ lastRun }) => lastRun?.milliseconds,
    cell: ({ lastRun }) =>
      lastRun === undefined ? (
        <span className="muted">–</span>
      ) : (
        `${lastRun.milliseconds.toLocaleString()} ms`
      ),
    align: "end",
  },
  { id: "failures", header: W.failures, value: ({ failures }) => failures, align: "end" },
  {
    id: "unfinished",
    header: W.unfinished,
    value: ({ unfinished }) => unfinished,
    align: "end",
    hidden: true,
  },
];

function result({ paused, lastRun }: JobView): string {
  if (paused !== undefined) return W.paused;
  if (lastRun === undefined) return W.never;
  return lastRun.outcome === "done" ? W.done : W.failed;
}

function Result({ job }: { job: JobView }) {
  const { paused, lastRun } = job;
  const tone =
    paused !== undefined
      ? "warn"
      : lastRun === undefined
        ? "quiet"
        : lastRun.outcome === "done"
          ? "good"
          : "bad";
  const why = paused ?? lastRun?.error ?? undefined;
  const state = <Status tone={tone}>{result(job)}</Status>;
  if (why === undefined) return state;
  return (
    <Tooltip label={why} maw={360}>
      <span>{state}</span>
    </Tooltip>
  );
}

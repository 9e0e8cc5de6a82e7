import { Button } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import type { JobView } from "../api/work.ts";
import { jobWords } from "../dash/texts.ts";
import { call } from "../kit/api/client.ts";
import { useAct, useRows } from "../kit/api/resource.ts";
import { Empty } from "../kit/show/states.tsx";
import { DataTable } from "../kit/table/DataTable.tsx";
import { jobColumns } from "../shell/jobColumns.tsx";
import { words } from "./texts.ts";

export const JOBS = "/api/admin/jobs";

const OF_ONE = jobColumns.filter(({ id }) => id !== "plugin");

/** Jobs of every plugin, or of one: when each ran, when it runs next, and a button that runs it now. */
export function JobsTable({ plugin: only }: { plugin?: string }) {
  // As many as the plugins declare: short.
  const all = useRows<JobView>(JOBS, {}, { every: 5_000 });
  const source =
    only === undefined ? all : { ...all, rows: all.rows.filter(({ plugin }) => plugin === only) };
  const run = useAct<JobView, JobView>({
    act: ({ plugin, job }) => call<JobView>(`${JOBS}/${plugin}/${job}/run`, { method: "POST", body: {} }),
    done: ({ title }) => words.jobs.ran(title),
    changes: [JOBS],
  });
  return (
    <DataTable
      id={only === undefined ? "admin-jobs" : "plugin-jobs"}
      label={jobWords.title}
      columns={only === undefined ? jobColumns : OF_ONE}
      source={source}
      rowId={({ plugin, job }) => `${plugin}/${job}`}
      acts={(job) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`${words.jobs.run}: ${job.title}`}
          loading={run.isPending && run.variables.plugin === job.plugin && run.variables.job === job.job}
          onClick={() => run.mutate(job)}
        >
          {words.jobs.run}
        </Button>
      )}
      empty={
        <Empty
          icon={<IconClock size={28} stroke={1.6} />}
          title={only === undefined ? jobWords.empty : words.jobs.noneOfIt}
        >
          {only === undefined ? jobWords.emptyText : words.jobs.noneOfItText}
        </Empty>
      }
    />
  );
}

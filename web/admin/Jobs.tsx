import { Button } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import type { Page as ListPage } from "../api/list.ts";
import type { JobView } from "../api/work.ts";
import { jobWords } from "../dash/texts.ts";
import { call } from "../kit/api/client.ts";
import { useAct, useResource, useRows } from "../kit/api/resource.ts";
import { Page } from "../kit/page/Page.tsx";
import { Empty } from "../kit/show/states.tsx";
import { DataTable } from "../kit/table/DataTable.tsx";
import { jobColumns } from "../shell/jobColumns.tsx";
import { words } from "./texts.ts";

const PATH = "/api/admin/jobs";

/** Recurring work of every plugin. */
export default function Jobs() {
  // As many as the plugins declare: short.
  const source = useRows<JobView>(PATH, {}, { every: 5_000 });
  const { data } = useResource<ListPage<JobView> & { driver: string }>(PATH);
  const run = useAct<JobView, JobView>({
    act: ({ plugin, job }) => call<JobView>(`${PATH}/${plugin}/${job}/run`, { method: "POST", body: {} }),
    done: ({ title }) => words.jobs.ran(title),
    changes: [PATH],
  });
  return (
    <Page
      title={jobWords.title}
      intro={data === undefined ? jobWords.intro : words.jobs.intro(data.driver)}
      wide
    >
      <DataTable
        id="admin-jobs"
        label={jobWords.title}
        columns={jobColumns}
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
          <Empty icon={<IconClock size={28} stroke={1.6} />} title={jobWords.empty}>
            {jobWords.emptyText}
          </Empty>
        }
      />
    </Page>
  );
}

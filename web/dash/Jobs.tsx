import { IconClock } from "@tabler/icons-react";
import type { JobView } from "../api/work.ts";
import { useRows } from "../kit/api/resource.ts";
import { Page } from "../kit/page/Page.tsx";
import { Empty } from "../kit/show/states.tsx";
import { DataTable } from "../kit/table/DataTable.tsx";
import { jobColumns } from "../shell/jobColumns.tsx";
import { jobWords as W } from "./texts.ts";

/** Recurring work of the tenant's plugins. */
export default function Jobs() {
  // As many as the plugins declare: short.
  const source = useRows<JobView>("/api/jobs", {}, { topics: ["jobs"], every: 15_000 });
  return (
    <Page title={W.title} intro={W.intro} wide>
      <DataTable
        id="jobs"
        label={W.title}
        columns={jobColumns}
        source={source}
        rowId={({ plugin, job }) => `${plugin}/${job}`}
        empty={
          <div className="card">
            <Empty icon={<IconClock size={28} stroke={1.6} />} title={W.empty}>
              {W.emptyText}
            </Empty>
          </div>
        }
      />
    </Page>
  );
}

import type { Page as ListPage } from "../api/list.ts";
import type { JobView } from "../api/work.ts";
import { jobWords } from "../dash/texts.ts";
import { useResource } from "../kit/api/resource.ts";
import { Page } from "../kit/page/Page.tsx";
import { JOBS, JobsTable } from "./JobsTable.tsx";
import { words } from "./texts.ts";

/** Recurring work of every plugin. */
export default function Jobs() {
  const { data } = useResource<ListPage<JobView> & { driver: string }>(JOBS);
  return (
    <Page
      title={jobWords.title}
      intro={data === undefined ? jobWords.intro : words.jobs.intro(data.driver)}
      wide
    >
      <JobsTable />
    </Page>
  );
}

import { Button, Stack } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import type { AdminTenantDetail } from "../api/admin.ts";
import type { Erasure } from "../api/installs.ts";
import { ApiError } from "../kit/api/error.ts";
import { useResource } from "../kit/api/resource.ts";
import { Page, Section } from "../kit/page/Page.tsx";
import { LinkButton } from "../kit/page/PageLink.tsx";
import { Confirm } from "../kit/show/Confirm.tsx";
import { Empty, ErrorState } from "../kit/show/states.tsx";
import { Time } from "../kit/show/times.tsx";
import { PageWaiting } from "../shell/PluginSlot.tsx";
import classes from "./Admin.module.css";
import { Pairs } from "./Pairs.tsx";
import { EndSection, ErasureMark, ErasureNotice } from "./tenant/Erasure.tsx";
import { Connections, People, Plugins } from "./tenant/Parts.tsx";
import { PlanSection } from "./tenant/PlanSection.tsx";
import { tenantWords as W } from "./tenant/texts.ts";
import { useViewAs } from "./tenant/viewAs.ts";
import { words } from "./texts.ts";

/** One tenant: its plan, people, plugins and bots, and the ways to see it as it sees itself, take its data away, or end it. */
export default function Tenant() {
  const { id = "" } = useParams({ strict: false });
  const path = `/api/admin/tenants/${id}`;
  const tenant = useResource<AdminTenantDetail>(path, {}, { every: 15_000 });
  const asked = useResource<Erasure | null>(`${path}/erasure`, {}, { every: 3_000 });
  const { data: erasure = null } = asked;
  const gone = tenant.error instanceof ApiError && tenant.error.status === 404;
  if (gone || erasure?.state === "done") return <Gone id={id} erasure={erasure} />;
  // Together, so that nothing moves under the reader's hand.
  if (tenant.data !== undefined && asked.data !== undefined)
    return <Detail tenant={tenant.data} erasure={erasure} />;
  const failed = [tenant, asked].find(({ error }) => error !== null);
  if (failed === undefined || failed.error === null) return <PageWaiting />;
  return <ErrorState whole error={failed.error} retry={() => void failed.refetch()} />;
}

function Detail({ tenant, erasure }: { tenant: AdminTenantDetail; erasure: Erasure | null }) {
  const { id, slug, name, timezone, locale, createdAt, people, plugins, connections } = tenant;
  const view = useViewAs();
  return (
    <Page
      title={name}
      mark={<ErasureMark state={erasure?.state} />}
      back={{ to: "/tenants", label: W.back }}
      actions={
        <Confirm
          title={words.tenants.viewAsTitle(name)}
          text={words.tenants.viewAsText}
          label={words.tenants.viewAs}
          color="gold"
          act={() => view.mutateAsync({ id })}
        >
          {(open) => (
            <Button variant="default" onClick={open}>
              {words.tenants.viewAs}
            </Button>
          )}
        </Confirm>
      }
    >
      {erasure === null ? null : <ErasureNotice tenant={tenant} erasure={erasure} />}
      <div className={classes.halves}>
        <Stack>
          <Section title={W.facts}>
            <Pairs
              pairs={[
                [words.tenants.slug, <code key="slug">{slug}</code>],
                [words.tenants.timezone, timezone],
                [W.locale, locale],
                [words.tenants.since, <Time key="since" value={createdAt} style="day" />],
              ]}
            />
          </Section>
          <PlanSection tenant={tenant} />
          <People people={people} />
        </Stack>
        <Stack>
          <Plugins plugins={plugins} />
          <Connections connections={connections} />
        </Stack>
      </div>
      <EndSection tenant={{ id, name, slug }} erasing={erasure !== null} />
    </Page>
  );
}

/** Of a tenant that was erased it can still be said that it was, and its export had. */
function Gone({ id, erasure }: { id: string; erasure: Erasure | null }) {
  if (erasure === null)
    return <Empty whole title={W.notFound} action={<LinkButton to="/tenants">{W.back}</LinkButton>} />;
  return (
    <Page title={W.states[erasure.state]} back={{ to: "/tenants", label: W.back }}>
      <ErasureNotice tenant={{ id, name: id, slug: id }} erasure={erasure} />
    </Page>
  );
}

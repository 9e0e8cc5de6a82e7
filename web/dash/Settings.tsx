import { Skeleton } from "@mantine/core";
import type { Tenant } from "../api/team.ts";
import { ask } from "../kit/api/client.ts";
import { useAct, useVersioned } from "../kit/api/resource.ts";
import { SchemaForm } from "../kit/form/LazySchemaForm.tsx";
import { Page, Section } from "../kit/page/Page.tsx";
import { useMay, usePlace } from "../kit/page/place.ts";
import { ErrorState } from "../kit/show/states.tsx";
import { SettingsTabs } from "./SettingsTabs.tsx";
import { settingsWords as W, words } from "./texts.ts";

const SCHEMA = {
  type: "object",
  required: ["name", "timezone"],
  properties: {
    name: { type: "string", title: W.name, minLength: 1, maxLength: 120 },
    timezone: {
      type: "string",
      title: W.timezone,
      enum: ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")],
    },
  },
};

const shown = ({ name, timezone }: Tenant) => ({ name, timezone });

/** The tenant's profile. */
export default function Settings() {
  const mayChange = useMay("admin");
  const { tenant } = usePlace();
  const profile = useVersioned<Tenant>("/api/tenants/current");
  const save = useAct({
    act: async ({ value, version }: { value: Record<string, unknown>; version: string | undefined }) => {
      const { body, etag } = await ask<Tenant>("/api/tenants/current", {
        method: "PATCH",
        body: { name: value.name, timezone: value.timezone },
        headers: { "if-match": version ?? "*" },
      });
      return { settings: shown(body), etag };
    },
    changes: ["/api/tenants", "/api/me"],
    tell: false,
  });
  return (
    <Page title={W.title}>
      <SettingsTabs />
      <Section title={W.profile} intro={mayChange ? W.profileIntro : words.plugins.onlyAdmins}>
        {profile.error !== null ? (
          <ErrorState error={profile.error} retry={() => void profile.refetch()} />
        ) : profile.data === undefined ? (
          <Skeleton h={140} />
        ) : (
          <SchemaForm
            schema={SCHEMA}
            value={shown(profile.data.body)}
            version={profile.data.etag}
            draft={`${tenant?.id}.profile`}
            disabled={!mayChange}
            save={(value, version) => save.mutateAsync({ value, version })}
          />
        )}
      </Section>
    </Page>
  );
}

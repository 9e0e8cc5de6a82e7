import { Button, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { Install } from "../../api/installs.ts";
import { call } from "../../kit/api/client.ts";
import { refresh, useAct, useResource } from "../../kit/api/resource.ts";
import { useStream } from "../../kit/live/stream.ts";
import { Page, Section } from "../../kit/page/Page.tsx";
import { LinkButton } from "../../kit/page/PageLink.tsx";
import { Confirm } from "../../kit/show/Confirm.tsx";
import { ErrorState, Notice } from "../../kit/show/states.tsx";
import { PageWaiting } from "../../shell/PluginSlot.tsx";
import { Consent } from "./Consent.tsx";
import { InstallMark, installName } from "./InstallMark.tsx";
import { Steps } from "./Steps.tsx";
import { installWords as W } from "./texts.ts";

/** One install as it goes: its steps, what it asks, how it ended. */
export default function InstallPage() {
  const { id = "" } = useParams({ strict: false });
  const path = `/api/admin/installs/${id}`;
  const { data, error, refetch } = useResource<Install>(path);
  if (data !== undefined) return <Following key={id} path={path} first={data} />;
  return error === null ? <PageWaiting /> : <ErrorState whole error={error} retry={() => void refetch()} />;
}

function Following({ path, first }: { path: string; first: Install }) {
  const queries = useQueryClient();
  const [install, setInstall] = useState(first);
  const open = install.state === "running" || install.state === "waiting";
  const line = useStream(
    open ? `${path}/events` : undefined,
    (data) => {
      const heard = data as Install;
      setInstall(heard);
      if (heard.state === "done") void refresh(queries, ["/api/admin/plugins", "/api/admin/installs"]);
    },
    ["install"],
  );
  const { plugin, previousVersion, activate, state, consent, failure } = install;
  const give = useAct<void, Install>({
    act: () => call<Install>(path, { method: "DELETE" }),
    done: W.cancelled,
    onDone: setInstall,
  });
  return (
    <Page
      title={installName(install)}
      intro={
        activate
          ? previousVersion === undefined
            ? W.first
            : W.upgrade(previousVersion)
          : W.readyOnly(previousVersion)
      }
      mark={<InstallMark state={state} />}
      back={{ to: "/installs", label: W.back }}
      actions={
        open ? (
          <Confirm title={W.cancelTitle} text={W.cancelText} label={W.cancel} act={() => give.mutateAsync()}>
            {(ask) => (
              <Button variant="default" onClick={ask}>
                {W.cancel}
              </Button>
            )}
          </Confirm>
        ) : state === "done" && plugin !== undefined ? (
          <LinkButton to={`/plugins/${plugin}`}>{W.toPlugin(plugin)}</LinkButton>
        ) : (
          <LinkButton to="/installs">{W.again}</LinkButton>
        )
      }
    >
      {line === "lost" ? <Notice tone="warn" title={W.lost} /> : null}
      {failure === undefined ? null : (
        <Notice tone="bad" title={failure.message}>
          <Stack gap={4}>
            {failure.file === undefined ? null : (
              <Text>
                {W.failedIn("")}
                <code>{failure.file}</code>
              </Text>
            )}
            {failure.hint === undefined ? null : <Text>{failure.hint}</Text>}
            <Text c="dimmed">
              {W.untouched} <code>{failure.code}</code>
            </Text>
          </Stack>
        </Notice>
      )}
      {state === "waiting" && consent !== undefined ? (
        <Consent path={path} consent={consent} upgrade={previousVersion !== undefined} agreed={setInstall} />
      ) : null}
      <Section title={W.steps}>
        <Steps steps={install.steps} />
      </Section>
    </Page>
  );
}

import { Button, Group, Modal, Radio, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  Ago,
  Confirm,
  call,
  ErrorState,
  FormModal,
  LinkButton,
  Status,
  useAct,
  useMay,
  useRows,
} from "@promostack/web/kit";
import { useState } from "react";
import type { Closed, ClosingChoice, Version, VersionDetail } from "../../../drafts/api.ts";
import { BASE } from "../../base.ts";
import { useEditor } from "../editor.ts";
import { words as W } from "../texts.ts";
import type { Saving } from "../useSaving.ts";
import { LiveChanges } from "./LiveChanges.tsx";

/** Versions of the journey: looked at, made live again; and unpublishing. */
export default function VersionList({ saving }: { saving: Saving }) {
  const { detail, change, readOnly } = useEditor();
  const may = useMay("member");
  const path = `${BASE}/journeys/${detail.id}`;
  const versions = useRows<Version>(`${path}/versions`, {}, { limit: 20 });
  const back = useAct<number, Version>({
    act: (number) => call<Version>(`${path}/live`, { method: "PUT", body: { number } }),
    done: ({ number }) => W.published(number),
    changes: [`${BASE}/journeys`],
  });
  const [compared, setCompared] = useState<number>();
  const take = useAct<number, VersionDetail>({
    act: (number) => call<VersionDetail>(`${path}/versions/${number}`),
    done: ({ number }) => W.takenIntoDraft(number),
    onDone: ({ document }) => change(() => document),
  });
  if (versions.error !== null) return <ErrorState error={versions.error} retry={versions.retry} />;
  if (versions.pending) return <Skeleton h={160} />;
  if (versions.rows.length === 0) return <Text c="dimmed">{W.noVersions}</Text>;
  return (
    <Stack gap="md">
      {may && detail.version !== null ? <Unpublish /> : null}
      {saving.changed && detail.version !== null ? (
        <Text size="sm" c="dimmed">
          {W.draftDiffers}
        </Text>
      ) : null}
      {versions.rows.map(({ number, note, publishedAt, publishedBy, live, inside }) => (
        <Stack key={number} gap={4} className="card" p="sm">
          <Group gap="xs">
            <Text fw={600}>{W.version(number)}</Text>
            {live ? <Status tone="good">{W.states.live}</Status> : null}
            {inside > 0 ? (
              <Text size="xs" c="dimmed" className="figure">
                {W.insideVersion(inside)}
              </Text>
            ) : null}
          </Group>
          {note === "" ? null : <Text size="sm">{note}</Text>}
          <Text size="xs" c="dimmed">
            <Ago value={publishedAt} /> {publishedBy === "" ? null : W.by(publishedBy)}
          </Text>
          <Group gap="xs">
            <LinkButton size="compact-xs" variant="default" to={`/journeys/${detail.id}/versions/${number}`}>
              {W.lookAt}
            </LinkButton>
            <Button size="compact-xs" variant="default" onClick={() => setCompared(number)}>
              {W.compare}
            </Button>
            {readOnly ? null : (
              <Button size="compact-xs" variant="default" onClick={() => take.mutate(number)}>
                {W.takeIntoDraft}
              </Button>
            )}
            {may && !live && detail.state !== "archived" ? (
              <Confirm
                title={W.backTitle(number)}
                text={W.backText}
                label={W.backDo}
                color="gold"
                act={() => back.mutateAsync(number)}
              >
                {(open) => (
                  <Button size="compact-xs" variant="default" onClick={open}>
                    {W.backDo}
                  </Button>
                )}
              </Confirm>
            ) : null}
          </Group>
        </Stack>
      ))}
      <Modal
        opened={compared !== undefined}
        onClose={() => setCompared(undefined)}
        title={<Text fw={620}>{W.compareTitle(compared ?? 0)}</Text>}
        size="lg"
      >
        {compared === undefined ? null : <LiveChanges version={compared} />}
      </Modal>
      {versions.more ? (
        <Button variant="default" loading={versions.loadingMore} onClick={versions.loadMore}>
          {W.older}
        </Button>
      ) : null}
    </Stack>
  );
}

function Unpublish() {
  const { detail } = useEditor();
  const [opened, { open, close }] = useDisclosure(false);
  const [inside, setInside] = useState<ClosingChoice>("finish");
  const act = useAct<void, Closed>({
    act: () => call<Closed>(`${BASE}/journeys/${detail.id}/live`, { method: "DELETE", query: { inside } }),
    done: ({ stopped, finishing }) => W.unpublished(stopped, finishing),
    changes: [`${BASE}/journeys`],
    onDone: close,
  });
  return (
    <>
      <Button variant="default" size="xs" onClick={open} style={{ alignSelf: "flex-start" }}>
        {W.unpublish}
      </Button>
      <FormModal
        opened={opened}
        title={W.unpublishTitle}
        close={close}
        submit={() => act.mutate()}
        label={W.unpublish}
        color="coral.7"
        busy={act.isPending}
      >
        <Text>{W.unpublishText}</Text>
        {detail.inside > 0 ? (
          <Radio.Group
            label={W.publishInside(detail.inside)}
            value={inside}
            onChange={(value) => setInside(value === "stop" ? "stop" : "finish")}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="finish" label={W.insideFinish} />
              <Radio value="stop" label={W.insideStop} />
            </Stack>
          </Radio.Group>
        ) : null}
      </FormModal>
    </>
  );
}

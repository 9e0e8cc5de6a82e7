import { Anchor, Button, Group, Modal, Skeleton, Stack, Text, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { call, Notice, useAct, useMay } from "@promostack/web/kit";
import { useQuery } from "@tanstack/react-query";
import type { Finding, Published } from "../../templates/api.ts";
import { TEMPLATE_CHECKS, TEMPLATES } from "../base.ts";
import { useEditor } from "./editor.ts";
import { words as W } from "./texts.ts";
import type { Saving } from "./useSaving.ts";

/** Saves what is unsaved, says what speaks against it, and publishes. */
export function PublishButton({ saving }: { saving: Saving }) {
  const { detail, template, readOnly } = useEditor();
  const may = useMay("admin");
  const [opened, { open, close }] = useDisclosure(false);
  const checks = useQuery({
    queryKey: [TEMPLATE_CHECKS, template],
    queryFn: ({ signal }) =>
      call<{ items: Finding[] }>(TEMPLATE_CHECKS, { method: "POST", body: { template }, signal }),
    enabled: opened,
    gcTime: 0,
  });
  const findings = checks.data?.items ?? [];
  const errors = findings.filter(({ severity }) => severity === "error");
  const publish = useAct<void, Published | undefined>({
    act: async () => {
      const etag = await saving.save();
      if (etag === undefined) return undefined;
      return call<Published>(`${TEMPLATES}/${detail.id}/publish`, {
        method: "POST",
        headers: { "if-match": etag },
      });
    },
    done: (done) =>
      done === undefined ? W.saveFailed : done.added ? W.published(done.version) : W.unchangedPublish,
    changes: [TEMPLATES],
    onDone: (done) => {
      if (done !== undefined) close();
    },
  });
  if (readOnly) return null;
  const button = (
    <Button
      size="compact-sm"
      onClick={open}
      disabled={!may || (detail.publishedVersion !== null && !saving.changed)}
    >
      {W.publish}
    </Button>
  );
  return (
    <>
      {may ? button : <Tooltip label={W.publishAsk}>{button}</Tooltip>}
      <Modal opened={opened} onClose={close} title={<Text fw={620}>{W.publishTitle}</Text>}>
        <Stack>
          <Text>{detail.publishedVersion === null ? W.publishFirst : W.publishText}</Text>
          {checks.isPending ? (
            <Skeleton h={40} aria-label={W.lookingAt} />
          ) : (
            <FindingList findings={findings} close={close} />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {W.cancel}
            </Button>
            <Button
              loading={publish.isPending}
              disabled={checks.isPending || errors.length > 0}
              onClick={() => publish.mutate()}
            >
              {W.publish}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function FindingList({ findings, close }: { findings: readonly Finding[]; close(): void }) {
  const { select } = useEditor();
  const errors = findings.filter(({ severity }) => severity === "error");
  if (findings.length === 0) return <Notice tone="good" title={W.nothingAgainst} />;
  const shown = errors.length > 0 ? errors : findings;
  return (
    <Notice
      tone={errors.length > 0 ? "bad" : "warn"}
      title={errors.length > 0 ? W.mustCorrect(errors.length) : W.mayMean(findings.length)}
    >
      <Stack gap={6}>
        {shown.map(({ pointer, message, fix, layer }) => (
          <Text size="sm" key={`${pointer} ${message}`}>
            {message} {fix}{" "}
            {layer === undefined ? null : (
              <Anchor
                component="button"
                size="sm"
                onClick={() => {
                  close();
                  select([layer]);
                }}
              >
                {W.showLayer}
              </Anchor>
            )}
          </Text>
        ))}
      </Stack>
    </Notice>
  );
}

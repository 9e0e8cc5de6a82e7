import { Button, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { call, FormModal, Notice, useAct } from "@promostack/web/kit";
import { useState } from "react";
import type { Version } from "../../drafts/api.ts";
import { BASE } from "../base.ts";
import classes from "./Editor.module.css";
import { useEditor } from "./editor.ts";
import { LiveChanges } from "./panels/LiveChanges.tsx";
import { words as W } from "./texts.ts";
import type { Saving } from "./useSaving.ts";

/** Saves what is unsaved, shows what is in the way, and publishes. */
export function PublishButton({ saving }: { saving: Saving }) {
  const { detail, problems, show } = useEditor();
  const [opened, { open, close }] = useDisclosure(false);
  const [note, setNote] = useState("");
  const errors = problems?.filter(({ severity }) => severity === "error") ?? [];
  const warnings = (problems?.length ?? 0) - errors.length;
  const path = `${BASE}/journeys/${detail.id}`;
  const publish = useAct<void, Version | undefined>({
    act: async () => {
      const etag = await saving.save();
      if (etag === undefined) return undefined;
      return call<Version>(`${path}/versions`, {
        method: "POST",
        body: { note },
        headers: { "if-match": etag },
      });
    },
    done: (version) => (version === undefined ? W.saveFailed : W.published(version.number)),
    changes: [`${BASE}/journeys`],
    onDone: (version) => {
      if (version === undefined) return;
      close();
      setNote("");
    },
  });
  const lookAtProblems = () => {
    close();
    show("problems");
  };
  return (
    <>
      <Button size="compact-sm" onClick={open} disabled={detail.version !== null && !saving.changed}>
        {W.publish}
      </Button>
      <FormModal
        opened={opened}
        title={W.publishTitle}
        close={close}
        submit={() => publish.mutate()}
        label={W.publish}
        busy={publish.isPending}
        incomplete={errors.length > 0}
      >
        {errors.length > 0 ? (
          <Notice
            tone="bad"
            title={W.publishErrors(errors.length)}
            action={
              <Button size="compact-sm" variant="default" onClick={lookAtProblems}>
                {W.showProblems}
              </Button>
            }
          >
            {errors[0]?.message}
          </Notice>
        ) : (
          <Text>
            {detail.version === null ? W.publishFirst : W.publishText}{" "}
            {detail.inside > 0 ? W.publishInside(detail.inside) : null}
          </Text>
        )}
        {errors.length === 0 && warnings > 0 ? (
          <Notice
            tone="warn"
            title={W.problemCount(warnings)}
            action={
              <Button size="compact-sm" variant="default" onClick={lookAtProblems}>
                {W.showProblems}
              </Button>
            }
          />
        ) : null}
        {detail.version === null || errors.length > 0 ? null : (
          <details open>
            <summary>{W.whatChanges}</summary>
            <div className={classes.changes}>
              <LiveChanges version={detail.version} />
            </div>
          </details>
        )}
        <Textarea
          label={W.publishNote}
          autosize
          minRows={2}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          data-autofocus
        />
      </FormModal>
    </>
  );
}

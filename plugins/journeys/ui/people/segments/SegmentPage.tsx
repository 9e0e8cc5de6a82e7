import { Button, Skeleton, TextInput } from "@mantine/core";
import {
  ApiError,
  call,
  Empty,
  ErrorState,
  isNotThere,
  LeaveGuard,
  LinkButton,
  Notice,
  Page,
  Section,
  useAct,
  useFresh,
  useGo,
  useMay,
  useResource,
  useSaveKey,
} from "@promostack/web/kit";
import { useState } from "react";
import type { PeopleOptions } from "../../../people/api.ts";
import type { NewSegment, Segment } from "../../../people/segmentsApi.ts";
import { API } from "../base.ts";
import { isComplete } from "./draft.ts";
import { RulesEditor } from "./RulesEditor.tsx";
import { SegmentLook } from "./SegmentLook.tsx";
import classes from "./Segments.module.css";
import { words as W } from "./texts.ts";

const NEW: NewSegment = { name: "", rules: { match: "all", rules: [] } };

/** `/segments/new` makes one, `/segments/<id>` edits one. */
export function SegmentPage({ id }: { id: string }) {
  const kept = useFresh<Segment>(`${API}/segments/${id}`, { enabled: id !== "new" });
  if (id === "new") return <SegmentForm kept={undefined} />;
  if (isNotThere(kept.error))
    return <Empty whole title={W.notFound} action={<LinkButton to="/segments">{W.back}</LinkButton>} />;
  if (kept.error !== null && kept.data === undefined)
    return <ErrorState whole error={kept.error} retry={() => void kept.refetch()} />;
  if (kept.data === undefined) return <Skeleton h={420} maw={1160} mx="auto" />;
  return <SegmentForm kept={kept.data} />;
}

function SegmentForm({ kept }: { kept: Segment | undefined }) {
  const go = useGo();
  const may = useMay("member");
  const options = useResource<PeopleOptions>(`${API}/people-options`);
  const [base, setBase] = useState(kept);
  const [draft, setDraft] = useState<NewSegment>(base ?? NEW);
  const { name, rules } = draft;
  const changed = JSON.stringify({ name, rules }) !== JSON.stringify(shapeOf(base ?? NEW));
  const saving = useAct<{ etag: string | undefined; typed: NewSegment }, Segment>({
    act: ({ etag, typed }) =>
      etag === undefined
        ? call<Segment>(`${API}/segments`, { method: "POST", body: shapeOf(typed) })
        : call<Segment>(`${API}/segments/${base?.id}`, {
            method: "PUT",
            body: shapeOf(typed),
            headers: { "if-match": etag },
          }),
    done: W.saved,
    changes: [API],
    tell: false,
    onDone: (segment, { typed }) => {
      setBase(segment);
      // What was typed while it was on its way stays.
      setDraft((now) => (now === typed ? shapeOf(segment) : now));
      if (base === undefined) go(`/segments/${segment.id}`);
    },
  });
  const save = (etag: string | undefined) => saving.mutate({ etag, typed: draft });
  const ready = may && changed && name.trim() !== "" && isComplete(rules);
  const theirs = conflictOf(saving.error);
  const problems = saving.error instanceof ApiError ? saving.error.fields : {};
  useSaveKey(() => {
    if (ready) save(base?.etag);
  }, saving.isPending);
  return (
    <Page
      title={base?.name ?? W.make}
      back={{ to: "/segments", label: W.back }}
      actions={
        may ? (
          <Button loading={saving.isPending} disabled={!ready} onClick={() => save(base?.etag)}>
            {W.save}
          </Button>
        ) : null
      }
    >
      <LeaveGuard on={changed && !saving.isPending} />
      {theirs === undefined ? null : (
        <Notice
          tone="warn"
          title={W.conflictTitle}
          action={
            <>
              <Button variant="default" onClick={() => save(theirs.etag)}>
                {W.keepMine}
              </Button>
              <Button
                variant="default"
                onClick={() => {
                  saving.reset();
                  setBase(theirs);
                  setDraft(shapeOf(theirs));
                }}
              >
                {W.takeTheirs}
              </Button>
            </>
          }
        />
      )}
      <div className={classes.columns}>
        <Section>
          <TextInput
            label={W.name}
            value={name}
            maxLength={80}
            onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
            error={problems.name ?? (saving.error === null || theirs ? undefined : saving.error.message)}
            readOnly={!may}
            mb="md"
          />
          <RulesEditor
            rules={rules}
            options={options.data}
            change={(next) => setDraft({ ...draft, rules: next })}
          />
        </Section>
        <SegmentLook rules={rules} />
      </div>
    </Page>
  );
}

function shapeOf({ name, rules }: NewSegment): NewSegment {
  return { name, rules };
}

/** What somebody else saved meanwhile, where that is what is wrong. */
function conflictOf(error: Error | null): Segment | undefined {
  if (!(error instanceof ApiError) || error.status !== 412) return undefined;
  const { theirs } = error.details;
  return isSegment(theirs) ? theirs : undefined;
}

function isSegment(value: unknown): value is Segment {
  return typeof value === "object" && value !== null && "rules" in value && "etag" in value;
}

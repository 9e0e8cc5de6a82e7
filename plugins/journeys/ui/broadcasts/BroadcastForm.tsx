import { Button, TextInput } from "@mantine/core";
import {
  ApiError,
  Confirm,
  call,
  LeaveGuard,
  Notice,
  Page,
  Section,
  SendTime,
  TestSend,
  useAct,
  useGo,
  useMay,
  useResource,
  useSaveKey,
} from "@promostack/web/kit";
import { useState } from "react";
import type { Broadcast, BroadcastDraft } from "../../broadcast/api.ts";
import type { PeopleOptions } from "../../people/api.ts";
import { BASE } from "../base.ts";
import { TextPlaceProvider } from "../editor/forms/textPlace.ts";
import { AudienceFields } from "./AudienceFields.tsx";
import classes from "./Broadcasts.module.css";
import { CareFields } from "./CareFields.tsx";
import { MessageFields } from "./MessageFields.tsx";
import { PreviewPanel } from "./PreviewPanel.tsx";
import { BROADCASTS, broadcast } from "./paths.ts";
import { SendButton } from "./SendButton.tsx";
import { words as W } from "./texts.ts";
import { useAudienceCount } from "./useAudienceCount.ts";

const OF_EVERYBODY = ["firstName", "lastName", "name", "username", "language", "source"];

/** A draft: whom, what, when. */
export function BroadcastForm({ kept }: { kept: Broadcast }) {
  const may = useMay("member");
  const go = useGo();
  const [base, setBase] = useState(kept);
  const [draft, setDraft] = useState<BroadcastDraft>(shapeOf(kept));
  const { name, plan } = draft;
  const options = useResource<PeopleOptions>(`${BASE}/people-options`);
  const count = useAudienceCount(plan.audience);
  const changed = JSON.stringify(draft) !== JSON.stringify(shapeOf(base));
  const save = useAct<string | undefined, Broadcast>({
    act: (etag) =>
      call<Broadcast>(broadcast(kept.id), {
        method: "PUT",
        body: draft,
        headers: { "if-match": etag ?? base.etag },
      }),
    tell: false,
    onDone: (saved) => setBase(saved),
  });
  const saveFirst = async () => {
    if (changed) await save.mutateAsync(undefined);
  };
  const remove = useAct({
    act: () => call(broadcast(kept.id), { method: "DELETE" }),
    done: W.removed,
    changes: [BROADCASTS],
    onDone: () => go("/broadcasts"),
  });
  const ready = may && changed && name.trim() !== "";
  const put = (next: Partial<BroadcastDraft["plan"]>) => setDraft({ ...draft, plan: { ...plan, ...next } });
  const variables = [...new Set([...(options.data?.fields ?? []).map((each) => each.name), ...OF_EVERYBODY])];
  useSaveKey(() => {
    if (ready) save.mutate(undefined);
  }, save.isPending);
  return (
    <Page
      title={name.trim() === "" ? W.newName : name}
      back={{ to: "/broadcasts", label: W.back }}
      wide
      actions={
        may ? (
          <>
            <Confirm
              title={W.removeTitle}
              text={W.removeText}
              label={W.remove}
              act={() => remove.mutateAsync()}
            >
              {(open) => (
                <Button variant="subtle" color="gray" onClick={open}>
                  {W.remove}
                </Button>
              )}
            </Confirm>
            <Button
              variant="default"
              loading={save.isPending}
              disabled={!ready}
              onClick={() => save.mutate(undefined)}
            >
              {W.save}
            </Button>
            <SendButton draft={draft} id={kept.id} count={count.data} saveFirst={saveFirst} />
          </>
        ) : null
      }
    >
      <LeaveGuard on={changed && !save.isPending} />
      <SaveProblem
        error={save.error}
        over={(etag) => save.mutate(etag)}
        theirs={(theirs, etag) => {
          save.reset();
          setBase({ ...base, ...theirs, etag });
          setDraft(theirs);
        }}
      />
      <TextPlaceProvider value={{ readOnly: !may, variables }}>
        <div className={classes.columns}>
          <div className={classes.fields}>
            <Section>
              <TextInput
                label={W.name}
                description={W.nameHelp}
                value={name}
                maxLength={120}
                readOnly={!may}
                onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
              />
            </Section>
            <Section title={W.audience}>
              <AudienceFields
                value={plan.audience}
                change={(audience) => put({ audience })}
                options={options.data}
                count={count}
              />
            </Section>
            <Section title={W.message}>
              <MessageFields
                content={plan.content}
                doors={plan.doors}
                change={(content, doors) => put({ content, doors })}
              />
            </Section>
            <SendTime value={plan.when} change={(when) => put({ when })} readOnly={!may} />
            <Section title={W.care}>
              <CareFields plan={plan} change={put} />
            </Section>
          </div>
          <aside className={classes.aside}>
            <PreviewPanel content={plan.content} />
            {may ? (
              <TestSend
                people={`${BASE}/people`}
                send={async (person) => {
                  await saveFirst();
                  return call(`${broadcast(kept.id)}/tests`, { method: "POST", body: { person } });
                }}
              />
            ) : null}
          </aside>
        </div>
      </TextPlaceProvider>
    </Page>
  );
}

function SaveProblem({
  error,
  over,
  theirs,
}: {
  error: Error | null;
  over(etag: string): void;
  theirs(draft: BroadcastDraft, etag: string): void;
}) {
  if (error === null) return null;
  const details = error instanceof ApiError && error.status === 412 ? error.details : undefined;
  if (details === undefined)
    return (
      <Notice tone="bad" title={error.message}>
        {error instanceof ApiError ? error.hint : null}
      </Notice>
    );
  const { theirs: saved } = details;
  const etag = String(details.version);
  return (
    <Notice
      tone="warn"
      title={W.conflict(error.message.replace(/\.$/, ""))}
      action={
        <>
          <Button size="xs" variant="default" onClick={() => over(etag)}>
            {W.keepMine}
          </Button>
          {isDraft(saved) ? (
            <Button size="xs" variant="default" onClick={() => theirs(saved, etag)}>
              {W.takeTheirs}
            </Button>
          ) : null}
        </>
      }
    />
  );
}

function isDraft(value: unknown): value is BroadcastDraft {
  return typeof value === "object" && value !== null && "plan" in value && "name" in value;
}

function shapeOf({ name, plan }: BroadcastDraft): BroadcastDraft {
  return { name, plan };
}

import { Autocomplete, Button, Group, Modal, Progress, Select, Stack, Text, TextInput } from "@mantine/core";
import { problemText, useAct } from "@promostack/web/kit";
import { useRef, useState } from "react";
import type { ChosenPeople } from "../../../people/actsApi.ts";
import type { PeopleOptions } from "../../../people/api.ts";
import { CHANGES } from "../base.ts";
import { words as W } from "../texts.ts";
import { actOnMany, type ManyAct, type Outcome, undoMany } from "./actOnMany.ts";

/** An act on many people that somebody is about to do. */
export interface Many {
  act: ManyAct;
  chosen: ChosenPeople;
  count: number;
  /** Called when the dialog is closed again. */
  settled?(): void;
}

const TITLES: Record<ManyAct, (count: number) => string> = {
  tag: W.addTagTitle,
  untag: W.removeTagTitle,
  letIn: W.letInTitle,
  erase: W.eraseTitle,
};
const LABELS: Record<ManyAct, string> = { tag: W.add, untag: W.remove, letIn: W.putIn, erase: W.eraseLabel };
const TAG = /^[\p{L}\p{N}][\p{L}\p{N} _.:-]{0,39}$/u;

interface ManyDialogProps {
  many: Many;
  options: PeopleOptions | undefined;
  close(): void;
}

/** Asks what is needed, does it part after part with its progress, and offers to undo what can be undone. */
export function ManyDialog({ many, options, close }: ManyDialogProps) {
  const { act, chosen, count } = many;
  const [what, setWhat] = useState("");
  const [done, setDone] = useState(0);
  const ending = useRef(new AbortController());
  const work = useAct<void, Outcome>({
    act: () => actOnMany({ act, chosen, what: what.trim() }, setDone, ending.current.signal),
    changes: CHANGES,
    tell: false,
  });
  const undo = useAct<string, number>({
    act: undoMany,
    done: (people) => W.undone(people),
    changes: CHANGES,
    onDone: close,
  });
  const finish = () => {
    ending.current.abort();
    close();
  };
  const undoable = work.data?.undo;
  return (
    <Modal
      opened
      onClose={finish}
      title={<Text fw={620}>{TITLES[act](count)}</Text>}
      closeButtonProps={{ "aria-label": W.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          work.mutate();
        }}
      >
        <Stack>
          <What act={act} count={count} options={options} what={what} setWhat={setWhat} busy={!work.isIdle} />
          {work.isPending ? (
            <div role="status">
              <Progress value={count === 0 ? 100 : Math.min(100, (100 * done) / count)} aria-hidden />
              <Text size="sm" c="dimmed" className="figure" mt={4}>
                {W.sofar(done, count)}
              </Text>
            </div>
          ) : null}
          {work.error === null ? null : (
            <Text role="alert" c="var(--mantine-color-error)">
              {problemText(work.error)}
            </Text>
          )}
          {work.data === undefined ? null : <Text role="status">{work.data.text}</Text>}
          <Group justify="flex-end" gap="xs">
            {undoable === undefined ? null : (
              <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate(undoable)}>
                {W.undo}
              </Button>
            )}
            <Button variant="default" onClick={finish}>
              {work.isPending ? W.stop : work.isIdle ? W.cancel : W.close}
            </Button>
            {work.isSuccess ? null : (
              <Button
                type="submit"
                color={act === "erase" ? "coral.7" : undefined}
                loading={work.isPending}
                disabled={!isReady(act, what)}
              >
                {LABELS[act]}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function isReady(act: ManyAct, what: string): boolean {
  if (act === "erase") return what === W.eraseWord;
  return act === "letIn" ? what !== "" : TAG.test(what.trim());
}

interface WhatProps {
  act: ManyAct;
  count: number;
  options: PeopleOptions | undefined;
  what: string;
  setWhat(what: string): void;
  busy: boolean;
}

function What({ act, count, options, what, setWhat, busy }: WhatProps) {
  if (act === "letIn")
    return (
      <Select
        label={W.journey}
        description={W.letInText}
        data={(options?.journeys ?? [])
          .filter(({ live }) => live)
          .map(({ id, name }) => ({ value: id, label: name }))}
        nothingFoundMessage={W.noJourneys}
        value={what === "" ? null : what}
        onChange={(id) => setWhat(id ?? "")}
        disabled={busy}
        data-autofocus
      />
    );
  if (act === "erase")
    return (
      <>
        <Text>{W.eraseText(count)}</Text>
        <TextInput
          label={W.typeErase(W.eraseWord)}
          value={what}
          onChange={(event) => setWhat(event.currentTarget.value)}
          disabled={busy}
          autoComplete="off"
          data-autofocus
        />
      </>
    );
  return (
    <Autocomplete
      label={W.tag}
      placeholder={W.tagPlaceholder}
      data={options?.tags ?? []}
      value={what}
      onChange={setWhat}
      error={what !== "" && !TAG.test(what.trim()) ? W.tagWrong : undefined}
      disabled={busy}
      data-autofocus
    />
  );
}

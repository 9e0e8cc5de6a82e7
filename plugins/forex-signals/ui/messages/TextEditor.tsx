import {
  ActionIcon,
  Button,
  Group,
  Kbd,
  NativeSelect,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  Tooltip,
  useComputedColorScheme,
} from "@mantine/core";
import {
  Ago,
  ApiError,
  Confirm,
  call,
  changeAndSelect,
  LeaveGuard,
  Section,
  Status,
  useAct,
  useMay,
  useRows,
  useSaveKey,
} from "@promostack/web/kit";
import { IconArrowBackUp, IconArrowForwardUp, IconBold, IconItalic } from "@tabler/icons-react";
import { useRef, useState } from "react";
import type { Signal } from "../../api.ts";
import type { MessageKindShown, MessageKinds, MessageTemplate, TemplatePlace } from "../../messages/api.ts";
import { Bubble } from "./Bubble.tsx";
import { ConflictNotice } from "./ConflictNotice.tsx";
import { useTextHistory } from "./history.ts";
import classes from "./Messages.module.css";
import { Palette } from "./Palette.tsx";
import { Problems } from "./Problems.tsx";
import { BASE } from "./place.ts";
import { TestPost } from "./TestPost.tsx";
import { words as W } from "./texts.ts";
import { usePreview } from "./usePreview.ts";

interface TextEditorProps {
  kind: MessageKindShown;
  kinds: MessageKinds;
  place: TemplatePlace;
  stored: MessageTemplate;
}

/** One text: written at the left, shown at the right as the server renders it. Remounted for another text. */
export function TextEditor({ kind, kinds, place, stored }: TextEditorProps) {
  const may = useMay("admin");
  const scheme = useComputedColorScheme("light", { getInitialValueInEffect: false });
  const history = useTextHistory(stored.text);
  const { text, set } = history;
  const [base, setBase] = useState(stored);
  const [conflict, setConflict] = useState<ApiError>();
  const [signalId, setSignalId] = useState("");
  const [look, setLook] = useState<string>(scheme);
  const area = useRef<HTMLTextAreaElement>(null);
  const { preview, current, error } = usePreview(place, text, signalId);
  const signals = useRows<Signal>(`${BASE}/signals`, {}, { limit: 10 });
  const direction = kinds.languages.find(({ id }) => id === place.language)?.direction ?? "ltr";
  const dirty = text !== base.text;
  const sound = preview !== undefined && preview.problems.length === 0;
  // While the server has not looked at it yet, a text is saved on trust: it looks again.
  const refused = current && !sound;
  const path = `${BASE}/message-templates/${place.kind}/${place.channelKind}/${place.language}`;

  const written = (after: MessageTemplate) => {
    setBase(after);
    setConflict(undefined);
    set(after.text, true);
  };
  const save = useAct<string, MessageTemplate>({
    act: (etag) =>
      call<MessageTemplate>(path, { method: "PUT", body: { text }, headers: { "if-match": etag } }),
    done: W.saved,
    changes: [`${BASE}/message-kinds`, path],
    onDone: (after) => {
      // What was typed while it was on its way stays.
      setBase(after);
      setConflict(undefined);
    },
    tell: false,
  });
  const store = (etag: string) =>
    save.mutate(etag, {
      onError: (failure) => {
        if (failure instanceof ApiError && failure.status === 412) setConflict(failure);
      },
    });
  const takeTheirs = useAct<void, MessageTemplate>({
    act: () => call<MessageTemplate>(path),
    onDone: written,
  });
  const reset = useAct<void, MessageTemplate>({
    act: () => call<MessageTemplate>(path, { method: "DELETE", headers: { "if-match": base.etag } }),
    done: W.resetDone,
    changes: [`${BASE}/message-kinds`, path],
    onDone: written,
  });
  const submit = () => {
    if (may && dirty && !refused) store(base.etag);
  };
  useSaveKey(submit, save.isPending);

  const insert = (before: string, after: string) => {
    const field = area.current;
    const [from, to] = [field?.selectionStart ?? text.length, field?.selectionEnd ?? text.length];
    const change = () =>
      set(`${text.slice(0, from)}${before}${text.slice(from, to)}${after}${text.slice(to)}`, true);
    changeAndSelect(field, change, [from + before.length, to + before.length]);
  };
  const keys = (event: React.KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const act =
      key === "z" && !event.shiftKey
        ? history.undo
        : key === "y" || key === "z"
          ? history.redo
          : key === "b"
            ? () => insert("<b>", "</b>")
            : key === "i"
              ? () => insert("<i>", "</i>")
              : undefined;
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  return (
    <div className={classes.editor}>
      <Section>
        <Stack gap="sm">
          {may ? null : <Text c="dimmed">{W.onlyAdmins}</Text>}
          {conflict === undefined ? null : (
            <ConflictNotice
              conflict={conflict}
              taking={takeTheirs.isPending}
              takeTheirs={() => takeTheirs.mutate()}
              keepMine={store}
            />
          )}
          <Group gap={4}>
            <Tool label={W.bold} onClick={() => insert("<b>", "</b>")} disabled={!may || kind.part}>
              <IconBold size={16} />
            </Tool>
            <Tool label={W.italic} onClick={() => insert("<i>", "</i>")} disabled={!may || kind.part}>
              <IconItalic size={16} />
            </Tool>
            <Tool label={W.undo} onClick={history.undo} disabled={!history.canUndo}>
              <IconArrowBackUp size={16} />
            </Tool>
            <Tool label={W.redo} onClick={history.redo} disabled={!history.canRedo}>
              <IconArrowForwardUp size={16} />
            </Tool>
            {preview === undefined ? null : (
              <Tooltip label={W.countMeaning(preview.longest)} maw={280}>
                <Text size="sm" c="dimmed" className="figure" ms="auto" tabIndex={0}>
                  {W.count(preview.length, preview.limit)}
                </Text>
              </Tooltip>
            )}
          </Group>
          <Textarea
            ref={area}
            className={classes.text}
            aria-label={W.text}
            autosize
            minRows={6}
            maxRows={24}
            dir="ltr"
            readOnly={!may}
            value={text}
            onChange={(event) => set(event.currentTarget.value)}
            onKeyDown={keys}
            spellCheck={false}
          />
          <Problems
            problems={preview?.problems ?? []}
            show={(at, length) => {
              area.current?.focus();
              area.current?.setSelectionRange(at, at + length);
            }}
          />
          {save.error !== null && conflict === undefined ? (
            <Text c="var(--ink-sell)">{save.error.message}</Text>
          ) : null}
          <Palette variables={kind.variables} disabled={!may} insert={insert} />
          {may ? (
            <Group gap="xs">
              <Button
                onClick={submit}
                loading={save.isPending}
                disabled={!dirty || refused}
                aria-keyshortcuts="Control+S"
              >
                {W.save}
              </Button>
              {dirty ? (
                <Button variant="subtle" color="gray" onClick={() => set(base.text, true)}>
                  {W.discard}
                </Button>
              ) : null}
              <TestPost place={place} text={text} channels={kinds.channels} disabled={!sound} />
              {base.own ? (
                <Confirm
                  title={W.resetTitle}
                  text={W.resetText}
                  label={W.reset}
                  act={() => reset.mutateAsync()}
                >
                  {(open) => (
                    <Button variant="subtle" color="gray" onClick={open}>
                      {W.reset}
                    </Button>
                  )}
                </Confirm>
              ) : null}
              <Text role="status" c="dimmed" size="sm" component="div">
                {dirty ? (
                  <Group gap={8}>
                    {W.unsaved} <Kbd visibleFrom="sm">Ctrl S</Kbd>
                  </Group>
                ) : base.changedBy === null ? null : (
                  <>
                    {W.changedBy(base.changedBy)} <Ago value={base.changedAt ?? ""} />
                  </>
                )}
              </Text>
            </Group>
          ) : null}
        </Stack>
      </Section>
      <div className={classes.preview}>
        <Section title={W.preview}>
          <Stack gap="sm">
            <Group gap="xs" justify="space-between">
              <NativeSelect
                size="xs"
                aria-label={W.filledWith}
                value={signalId}
                onChange={(event) => setSignalId(event.currentTarget.value)}
                data={[
                  { value: "", label: W.examples },
                  ...signals.rows.map(({ id, direction: side, symbol, openedAt }) => ({
                    value: id,
                    label: `${W.signalOf(side, symbol)} · ${openedAt.slice(0, 16).replace("T", " ")}`,
                  })),
                ]}
              />
              <SegmentedControl
                size="xs"
                aria-label={W.lookOf}
                value={look}
                onChange={setLook}
                data={[
                  { value: "light", label: W.light },
                  { value: "dark", label: W.dark },
                ]}
              />
            </Group>
            {error === undefined ? null : <Text c="var(--ink-sell)">{error.message}</Text>}
            {preview === undefined ? null : sound ? (
              <Bubble html={preview.html} dark={look === "dark"} direction={direction} />
            ) : (
              <Status tone="warn">{W.waiting}</Status>
            )}
          </Stack>
        </Section>
      </div>
      <LeaveGuard on={dirty && !save.isPending} />
    </div>
  );
}

function Tool({
  label,
  children,
  ...rest
}: {
  label: string;
  disabled?: boolean;
  onClick(): void;
  children: React.ReactNode;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} {...rest}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

import { ActionIcon, SegmentedControl, Switch, TextInput, Tooltip } from "@mantine/core";
import { call, PageLink, Status, useAct } from "@promostack/web/kit";
import { IconArrowBackUp, IconArrowForwardUp, IconChevronLeft } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { TEMPLATES } from "../base.ts";
import classes from "./Editor.module.css";
import { useEditor } from "./editor.ts";
import { MoreMenu } from "./MoreMenu.tsx";
import { PublishButton } from "./PublishButton.tsx";
import { SaveState } from "./SaveState.tsx";
import type { Middle } from "./TemplateEditor.tsx";
import { words as W } from "./texts.ts";
import type { Saving } from "./useSaving.ts";

interface EditorHeaderProps {
  saving: Saving;
  middle: Middle;
  /** Absent where there is one way to look. */
  show?: (middle: Middle) => void;
  openVersions(): void;
  openShortcuts(): void;
}

/** Name, state, history, what the middle shows, Telegram, publishing. */
export function EditorHeader({ saving, middle, show, openVersions, openShortcuts }: EditorHeaderProps) {
  const { detail, readOnly, undo, redo, canUndo, canRedo } = useEditor();
  const { publishedVersion: version } = detail;
  return (
    <header className={classes.header}>
      <PageLink to="/templates" aria-label={W.back} className="muted">
        <IconChevronLeft size={18} aria-hidden className="points" style={{ display: "block" }} />
      </PageLink>
      <Name editable={!readOnly} />
      {version === null ? (
        <Status tone="quiet">{W.draft}</Status>
      ) : (
        <Status tone="good">{saving.changed ? W.liveChanged(version) : W.live(version)}</Status>
      )}
      <SaveState saving={saving} />
      <div className={classes.acts}>
        {readOnly ? null : (
          <>
            <Act label={`${W.undo} (Ctrl Z)`} off={!canUndo} act={undo}>
              <IconArrowBackUp size={18} aria-hidden />
            </Act>
            <Act label={`${W.redo} (Ctrl Shift Z)`} off={!canRedo} act={redo}>
              <IconArrowForwardUp size={18} aria-hidden />
            </Act>
          </>
        )}
        {show === undefined ? null : (
          <SegmentedControl
            size="xs"
            aria-label={W.view}
            value={middle}
            onChange={(value) => show(value === "all" ? "all" : "canvas")}
            data={[
              { value: "canvas", label: W.oneSize },
              { value: "all", label: W.sideBySide },
            ]}
          />
        )}
        <TelegramSwitch />
        <MoreMenu saving={saving} openVersions={openVersions} openShortcuts={openShortcuts} />
        <PublishButton saving={saving} />
      </div>
    </header>
  );
}

/** Whether the chat offers it. */
function TelegramSwitch() {
  const { detail, readOnly } = useEditor();
  const [on, setOn] = useState(detail.forTelegram);
  const act = useAct<boolean>({
    act: (forTelegram) => call(`${TEMPLATES}/${detail.id}`, { method: "PATCH", body: { forTelegram } }),
    done: (_, forTelegram) => (forTelegram ? W.telegramOn : W.telegramOff),
    changes: [TEMPLATES],
  });
  return (
    <Tooltip label={on ? W.telegramOn : W.telegramOff} multiline w={220}>
      <Switch
        size="xs"
        label={W.telegramShort}
        aria-label={W.telegram}
        checked={on}
        disabled={readOnly}
        onChange={(event) => {
          const next = event.currentTarget.checked;
          setOn(next);
          act.mutate(next, { onError: () => setOn(!next) });
        }}
      />
    </Tooltip>
  );
}

/** The template's name, changed in place. */
function Name({ editable }: { editable: boolean }) {
  const { detail } = useEditor();
  const [name, setName] = useState(detail.name);
  const [editing, setEditing] = useState(false);
  useEffect(() => {
    document.title = `${detail.name} · PromoStack`;
  }, [detail.name]);
  const rename = useAct<string>({
    act: (next) => call(`${TEMPLATES}/${detail.id}`, { method: "PATCH", body: { name: next } }),
    changes: [TEMPLATES],
  });
  const done = () => {
    setEditing(false);
    const next = name.trim();
    if (next === "") setName(detail.name);
    else if (next !== detail.name) rename.mutate(next);
  };
  if (!editing)
    return (
      <h1 className={`${classes.title} clip`} dir="auto">
        {editable ? (
          <button type="button" className={classes.rename} onClick={() => setEditing(true)} title={W.name}>
            {name}
          </button>
        ) : (
          name
        )}
      </h1>
    );
  return (
    <>
      <h1 hidden>{name}</h1>
      <TextInput
        size="xs"
        w={240}
        aria-label={W.name}
        maxLength={80}
        value={name}
        autoFocus
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={done}
        onKeyDown={(event) => {
          if (event.key === "Enter") done();
          if (event.key === "Escape") {
            setName(detail.name);
            setEditing(false);
          }
        }}
      />
    </>
  );
}

function Act({
  label,
  off,
  act,
  children,
}: {
  label: string;
  off: boolean;
  act(): void;
  children: ReactNode;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        className={classes.quiet}
        disabled={off}
        onClick={act}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

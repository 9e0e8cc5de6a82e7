import { SegmentedControl, Switch, Tooltip } from "@mantine/core";
import { call, DraftHeader, DraftName, SaveState, Status, UndoRedo, useAct } from "@promostack/web/kit";
import { useState } from "react";
import { TEMPLATES, template } from "../base.ts";
import classes from "./Editor.module.css";
import { useEditor } from "./editor.ts";
import { MoreMenu } from "./MoreMenu.tsx";
import { PublishButton } from "./PublishButton.tsx";
import type { Middle } from "./TemplateEditor.tsx";
import { words as W } from "./texts.ts";
import type { Saving } from "./useSaving.ts";

const NAME = { list: TEMPLATES, label: W.name, maxLength: 80, maxWidth: 240 };

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
  const editor = useEditor();
  const { detail, readOnly } = editor;
  const { publishedVersion: version } = detail;
  return (
    <DraftHeader back={{ to: "/templates", label: W.back }}>
      <DraftName name={detail.name} rename={readOnly ? undefined : { ...NAME, path: template(detail.id) }} />
      {version === null ? (
        <Status tone="quiet">{W.draft}</Status>
      ) : (
        <Status tone="good">{saving.changed ? W.liveChanged(version) : W.live(version)}</Status>
      )}
      <SaveState saving={saving} readOnly={readOnly ? W.readOnly : undefined} />
      <div className={classes.acts}>
        {readOnly ? null : <UndoRedo history={editor} />}
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
    </DraftHeader>
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

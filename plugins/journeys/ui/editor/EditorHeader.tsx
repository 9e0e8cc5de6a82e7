import { ActionIcon, Button, Group, SegmentedControl, TextInput, Tooltip } from "@mantine/core";
import { call, PageLink, Status, useAct } from "@promostack/web/kit";
import {
  IconAlertCircle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChartBar,
  IconChevronLeft,
  IconHistory,
  IconPlayerPlay,
  IconSettings,
} from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { BASE } from "../base.ts";
import classes from "./Editor.module.css";
import { useEditor } from "./editor.ts";
import { PublishButton } from "./PublishButton.tsx";
import { SaveState } from "./SaveState.tsx";
import { words as W } from "./texts.ts";
import type { Saving } from "./useSaving.ts";

interface EditorHeaderProps {
  saving: Saving;
  may: boolean;
  asList: boolean;
  /** Absent where there is only the list. */
  setAsList?: (on: boolean) => void;
}

/** Name, state, history, what is shown at the right, publishing. */
export function EditorHeader({ saving, may, asList, setAsList }: EditorHeaderProps) {
  const editor = useEditor();
  const { detail, readOnly, undo, redo, canUndo, canRedo, panel, show, problems = [] } = editor;
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const toggle = (next: typeof panel) => show(panel === next ? undefined : next);
  return (
    <header className={classes.header}>
      <PageLink to="/journeys" aria-label={W.back} className="muted">
        <IconChevronLeft size={18} aria-hidden style={{ display: "block" }} />
      </PageLink>
      <Name editable={may && detail.state !== "archived"} />
      {detail.state === "archived" ? (
        <Status tone="quiet">{W.states.archived}</Status>
      ) : detail.version === null ? (
        <Status tone="quiet">{W.states.draft}</Status>
      ) : (
        <Status tone="good">
          {saving.changed ? W.liveVersionChanged(detail.version) : W.liveVersion(detail.version)}
        </Status>
      )}
      <SaveState saving={saving} />
      <Group gap={4} ms="auto">
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
        {setAsList === undefined ? null : (
          <SegmentedControl
            size="xs"
            aria-label={W.view}
            value={asList ? "list" : "canvas"}
            onChange={(value) => setAsList(value === "list")}
            data={[
              { value: "canvas", label: W.canvas },
              { value: "list", label: W.list },
            ]}
          />
        )}
        {detail.versions === 0 ? null : (
          <PageLink
            to={`/journeys/${detail.id}/numbers`}
            aria-label={W.numbers}
            title={W.numbers}
            className="muted"
          >
            <IconChartBar size={18} aria-hidden style={{ display: "block" }} />
          </PageLink>
        )}
        <Act label={W.settings} on={panel === "journey"} act={() => toggle("journey")}>
          <IconSettings size={18} aria-hidden />
        </Act>
        <Act label={W.versions} on={panel === "versions"} act={() => toggle("versions")}>
          <IconHistory size={18} aria-hidden />
        </Act>
        <Button
          size="compact-sm"
          variant={panel === "problems" ? "light" : "subtle"}
          color={errors > 0 ? "coral" : problems.length > 0 ? "amber" : "gray"}
          leftSection={<IconAlertCircle size={16} aria-hidden />}
          aria-expanded={panel === "problems"}
          onClick={() => toggle("problems")}
        >
          {W.problemCount(problems.length)}
        </Button>
        <Button
          size="compact-sm"
          variant={panel === "test" ? "filled" : "default"}
          leftSection={<IconPlayerPlay size={15} aria-hidden />}
          aria-expanded={panel === "test"}
          onClick={() => toggle("test")}
        >
          {W.test}
        </Button>
        {may && detail.state !== "archived" ? <PublishButton saving={saving} /> : null}
      </Group>
    </header>
  );
}

/** The journey's name, changed in place. */
function Name({ editable }: { editable: boolean }) {
  const { detail } = useEditor();
  const [name, setName] = useState(detail.name);
  const [editing, setEditing] = useState(false);
  useEffect(() => {
    document.title = `${detail.name} · PromoStack`;
  }, [detail.name]);
  const rename = useAct<string>({
    act: (next) => call(`${BASE}/journeys/${detail.id}`, { method: "PATCH", body: { name: next } }),
    changes: [`${BASE}/journeys`],
  });
  const done = () => {
    setEditing(false);
    const next = name.trim();
    if (next === "") setName(detail.name);
    else if (next !== detail.name) rename.mutate(next);
  };
  if (!editing)
    return (
      <h1 className={`${classes.title} clip`}>
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
        className={classes.name}
        size="xs"
        aria-label={W.name}
        maxLength={120}
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
  off = false,
  on = false,
  act,
  children,
}: {
  label: string;
  off?: boolean;
  on?: boolean;
  act(): void;
  children: ReactNode;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={on ? "light" : "subtle"}
        color={on ? undefined : "gray"}
        aria-label={label}
        aria-pressed={on || undefined}
        className={classes.quiet}
        disabled={off}
        onClick={act}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

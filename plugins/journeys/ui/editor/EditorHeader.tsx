import { Button, Group, SegmentedControl } from "@mantine/core";
import {
  DraftHeader,
  DraftName,
  HeaderAct,
  PageLink,
  SaveState,
  Status,
  UndoRedo,
} from "@promostack/web/kit";
import {
  IconAlertCircle,
  IconChartBar,
  IconHistory,
  IconPlayerPlay,
  IconSettings,
} from "@tabler/icons-react";
import { BASE } from "../base.ts";
import { useEditor } from "./editor.ts";
import { PublishButton } from "./PublishButton.tsx";
import { words as W } from "./texts.ts";
import type { Saving } from "./useSaving.ts";

const NAME = { list: `${BASE}/journeys`, label: W.name, maxLength: 120, maxWidth: 340 };

interface EditorHeaderProps {
  saving: Saving;
  asList: boolean;
  /** Absent where there is only the list. */
  setAsList?: (on: boolean) => void;
}

/** Name, state, history, what is shown at the right, publishing. */
export function EditorHeader({ saving, asList, setAsList }: EditorHeaderProps) {
  const editor = useEditor();
  const { detail, readOnly, panel, show, problems = [] } = editor;
  const archived = detail.state === "archived";
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const toggle = (next: typeof panel) => show(panel === next ? undefined : next);
  return (
    <DraftHeader back={{ to: "/journeys", label: W.back }}>
      <DraftName
        name={detail.name}
        rename={readOnly ? undefined : { ...NAME, path: `${NAME.list}/${detail.id}` }}
      />
      {archived ? (
        <Status tone="quiet">{W.states.archived}</Status>
      ) : detail.version === null ? (
        <Status tone="quiet">{W.states.draft}</Status>
      ) : (
        <Status tone="good">
          {saving.changed ? W.liveVersionChanged(detail.version) : W.liveVersion(detail.version)}
        </Status>
      )}
      <SaveState saving={saving} readOnly={readOnly ? (archived ? W.archived : W.readOnly) : undefined} />
      <Group gap={4} ms="auto">
        {readOnly ? null : <UndoRedo history={editor} />}
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
        <HeaderAct label={W.settings} on={panel === "journey"} act={() => toggle("journey")}>
          <IconSettings size={18} aria-hidden />
        </HeaderAct>
        <HeaderAct label={W.versions} on={panel === "versions"} act={() => toggle("versions")}>
          <IconHistory size={18} aria-hidden />
        </HeaderAct>
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
        {readOnly ? null : <PublishButton saving={saving} />}
      </Group>
    </DraftHeader>
  );
}

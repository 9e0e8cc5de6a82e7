import { Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { DraftHeader, DraftName, DraftPage, LinkButton, Status, Time } from "@promostack/web/kit";
import type { JourneyDetail, VersionDetail } from "../../drafts/api.ts";
import { LazyCanvas } from "../editor/canvas/LazyCanvas.tsx";
import classes from "../editor/Editor.module.css";
import { EditorProvider } from "../editor/editor.ts";
import { useHistory } from "../editor/model/history.ts";
import { ReadPanel } from "../editor/panels/ReadPanel.tsx";
import { StepList } from "../editor/panels/StepList.tsx";
import { words as W } from "../editor/texts.ts";
import { useEditorState } from "../editor/useEditorState.ts";

/** A version on the canvas, to read. */
export function VersionView({ journey, version }: { journey: JourneyDetail; version: VersionDetail }) {
  const history = useHistory(version.document);
  const editor = useEditorState(journey, history, true);
  const phone = useMediaQuery("(max-width: 48em)") ?? false;
  return (
    <EditorProvider value={editor}>
      <DraftPage>
        <DraftHeader back={{ to: `/journeys/${journey.id}`, label: W.backToDraft }}>
          <DraftName name={`${journey.name}, ${W.version(version.number).toLowerCase()}`} />
          {version.live ? <Status tone="good">{W.states.live}</Status> : null}
          <Text span size="xs" c="dimmed">
            <Time value={version.publishedAt} /> {W.by(version.publishedBy)}
            {version.note === "" ? null : ` · ${version.note}`}
          </Text>
          <LinkButton to={`/journeys/${journey.id}`} size="compact-sm" variant="default" ms="auto">
            {W.backToDraft}
          </LinkButton>
        </DraftHeader>
        <div className={classes.room}>
          {phone ? <StepList phone /> : <LazyCanvas />}
          <ReadPanel phone={phone} />
        </div>
      </DraftPage>
    </EditorProvider>
  );
}

import { useMediaQuery } from "@mantine/hooks";
import { LinkButton, PageLink, Status, Time } from "@promostack/web/kit";
import { IconChevronLeft } from "@tabler/icons-react";
import { useEffect } from "react";
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
  const title = `${journey.name}, ${W.version(version.number).toLowerCase()}`;
  useEffect(() => {
    document.title = `${title} · PromoStack`;
  }, [title]);
  return (
    <EditorProvider value={editor}>
      <div className={classes.page}>
        <header className={classes.header}>
          <PageLink to={`/journeys/${journey.id}`} aria-label={W.backToDraft} className="muted">
            <IconChevronLeft size={18} aria-hidden style={{ display: "block" }} />
          </PageLink>
          <h1 className={`${classes.title} clip`}>{title}</h1>
          {version.live ? <Status tone="good">{W.states.live}</Status> : null}
          <span className={classes.saved}>
            <Time value={version.publishedAt} /> {W.by(version.publishedBy)}
            {version.note === "" ? null : ` · ${version.note}`}
          </span>
          <LinkButton to={`/journeys/${journey.id}`} size="compact-sm" variant="default" ms="auto">
            {W.backToDraft}
          </LinkButton>
        </header>
        <div className={classes.room}>
          {phone ? <StepList phone /> : <LazyCanvas />}
          <ReadPanel phone={phone} />
        </div>
      </div>
    </EditorProvider>
  );
}

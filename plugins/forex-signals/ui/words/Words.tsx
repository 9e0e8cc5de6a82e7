import { LinkButton, Page } from "@promostack/web/kit";
import { AiCounts } from "./AiCounts.tsx";
import { BulletinHistory } from "./BulletinHistory.tsx";
import { BulletinPreview } from "./BulletinPreview.tsx";
import { PictureExamples } from "./PictureExamples.tsx";
import { words as W } from "./texts.ts";

/** `/forex-words`: briefings and recaps, the AI's part in them, and pictures. */
export default function Words() {
  return (
    <Page
      title={W.title}
      intro={W.intro}
      actions={
        <LinkButton to="/plugins/forex-signals" variant="default">
          {W.settings}
        </LinkButton>
      }
    >
      <BulletinPreview />
      <PictureExamples />
      <AiCounts />
      <BulletinHistory />
    </Page>
  );
}

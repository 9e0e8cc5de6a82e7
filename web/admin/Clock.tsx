import { ClockPanel } from "../kit/live/ClockPanel.tsx";
import { Page, Section } from "../kit/page/Page.tsx";
import { usePlace } from "../kit/page/place.ts";
import { Notice } from "../kit/show/states.tsx";
import { words } from "./texts.ts";

const W = words.clock;

export default function Clock() {
  const { session } = usePlace();
  return (
    <Page title={W.title} intro={W.intro}>
      {session.playground ? (
        <Section>
          <ClockPanel />
        </Section>
      ) : (
        <Notice tone="info" title={W.real} />
      )}
    </Page>
  );
}

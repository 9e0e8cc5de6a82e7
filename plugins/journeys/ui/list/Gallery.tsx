import { Page } from "@promostack/web/kit";
import { Beginnings } from "./Beginnings.tsx";
import { words as W } from "./texts.ts";

/** `/journeys/new`. */
export default function Gallery() {
  return (
    <Page title={W.galleryTitle} intro={W.galleryIntro} back={{ to: "/journeys", label: W.back }}>
      <Beginnings />
    </Page>
  );
}

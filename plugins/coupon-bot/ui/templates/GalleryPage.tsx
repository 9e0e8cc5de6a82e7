import { Page } from "@promostack/web/kit";
import { Gallery } from "./Gallery.tsx";
import { ImportZone } from "./ImportZone.tsx";
import { words as W } from "./texts.ts";

/** `/templates/new`. */
export default function GalleryPage() {
  return (
    <Page title={W.galleryTitle} intro={W.galleryIntro} back={{ to: "/templates", label: W.back }} wide>
      <ImportZone>{(choose) => <Gallery importFile={choose} />}</ImportZone>
    </Page>
  );
}

import { usePluginPlace } from "@promostack/web/kit";
import { lazy } from "react";

const JourneyList = lazy(() => import("./list/JourneyList.tsx"));
const Gallery = lazy(() => import("./list/Gallery.tsx"));
const EditorPage = lazy(() => import("./editor/EditorPage.tsx"));
const NumbersPage = lazy(() => import("./numbers/NumbersPage.tsx"));
const VersionPage = lazy(() => import("./versions/VersionPage.tsx"));

/** `/journeys`, `/journeys/new`, `/journeys/<id>`, `/journeys/<id>/numbers` and `/journeys/<id>/versions/<number>`. */
export default function Journeys() {
  const { rest } = usePluginPlace();
  const [id = "", part, number] = rest.split("/");
  if (id === "") return <JourneyList />;
  if (id === "new") return <Gallery />;
  if (part === "numbers") return <NumbersPage key={id} id={id} />;
  if (number !== undefined) return <VersionPage id={id} number={number} />;
  return <EditorPage key={id} id={id} />;
}

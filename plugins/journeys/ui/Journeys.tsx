import { usePluginPlace } from "@promostack/web/kit";
import { lazy } from "react";

const JourneyList = lazy(() => import("./list/JourneyList.tsx"));
const Gallery = lazy(() => import("./list/Gallery.tsx"));
const EditorPage = lazy(() => import("./editor/EditorPage.tsx"));
const VersionPage = lazy(() => import("./versions/VersionPage.tsx"));

/** `/journeys`, `/journeys/new`, `/journeys/<id>` and `/journeys/<id>/versions/<number>`. */
export default function Journeys() {
  const { rest } = usePluginPlace();
  const [id = "", , number] = rest.split("/");
  if (id === "") return <JourneyList />;
  if (id === "new") return <Gallery />;
  if (number !== undefined) return <VersionPage id={id} number={number} />;
  return <EditorPage key={id} id={id} />;
}

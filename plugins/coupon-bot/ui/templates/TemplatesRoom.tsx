import { usePluginPlace } from "@promostack/web/kit";
import { lazy } from "react";

const TemplateList = lazy(() =>
  import("./TemplateList.tsx").then(({ TemplateList }) => ({ default: TemplateList })),
);
const EditorPage = lazy(() => import("../editor/EditorPage.tsx"));
const GalleryPage = lazy(() => import("./GalleryPage.tsx"));

/** `/templates`, `/templates/new` and `/templates/<id>`. */
export default function TemplatesRoom() {
  const { rest } = usePluginPlace();
  if (rest === "") return <TemplateList />;
  return rest === "new" ? <GalleryPage /> : <EditorPage key={rest} id={rest} />;
}

import { usePluginPlace } from "@promostack/web/kit";
import { lazy } from "react";
import { TemplateList } from "./TemplateList.tsx";

const GalleryPage = lazy(() => import("./GalleryPage.tsx"));

/** `/templates`, `/templates/new` and `/templates/<id>`. */
export default function TemplatesRoom() {
  const { rest } = usePluginPlace();
  if (rest === "new") return <GalleryPage />;
  return <TemplateList />;
}

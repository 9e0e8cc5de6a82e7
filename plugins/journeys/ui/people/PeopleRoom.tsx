import { usePluginPlace } from "@promostack/web/kit";
import { lazy } from "react";
import { PeopleList } from "./list/PeopleList.tsx";
import { PersonPage } from "./person/PersonPage.tsx";

const ImportPage = lazy(() => import("./import/ImportPage.tsx"));

/** `/people` lists them, `/people/<id>` shows one, `/people/import` takes a file in. */
export default function PeopleRoom() {
  const { rest } = usePluginPlace();
  if (rest === "import") return <ImportPage />;
  return rest === "" ? <PeopleList /> : <PersonPage key={rest} id={rest} />;
}

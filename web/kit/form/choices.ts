import type { Page } from "../../api/list.ts";
import { useResource } from "../api/resource.ts";

interface Choice {
  id: string;
  title?: string;
}

/** Good values that the server lists at the path that a schema's `x-choices` names; none while they are not there. */
export function useChoices(schema: object, enabled: boolean): Choice[] {
  const path = "x-choices" in schema ? String(schema["x-choices"]) : "";
  const { data } = useResource<Page<Choice> | Choice[]>(path, {}, { enabled: path !== "" && enabled });
  if (data === undefined) return [];
  return Array.isArray(data) ? data : data.items;
}

import type { Page } from "../../api/list.ts";
import { useResource } from "../api/resource.ts";

export interface Choice {
  id: string;
  title?: string;
  /** A sentence beneath the title. */
  description?: string;
  /** Address of a small picture. */
  picture?: string;
}

interface Choices {
  listed: readonly Choice[];
  /** The route does not answer yet: its plugin is off. */
  later: boolean;
  /** It answers with an error: what is meant can be typed. */
  failed: boolean;
}

/** Good values that the server lists at the path that a schema's `x-choices` names; none while they are not there. */
export function useChoices(schema: object, enabled: boolean): Choices {
  const path = "x-choices" in schema ? String(schema["x-choices"]) : "";
  const asked = path !== "" && enabled;
  const { data, error } = useResource<Page<Choice> | Choice[]>(path, {}, { enabled: asked });
  const listed = data === undefined ? [] : Array.isArray(data) ? data : data.items;
  return { listed, later: !asked, failed: error !== null };
}

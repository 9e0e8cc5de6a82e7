import { createContext, useContext } from "react";
import { useEditorAround } from "../editor.ts";
import { variablesOf } from "../model/variables.ts";

/** What fields for messages must know of where they stand. */
export interface TextPlace {
  readOnly: boolean;
  /** Names that a text may use. */
  variables: readonly string[];
}

const TextPlaceContext = createContext<TextPlace | undefined>(undefined);
/** Around fields for messages that are no step's. */
export const TextPlaceProvider = TextPlaceContext.Provider;

export function useTextPlace(): TextPlace {
  const own = useContext(TextPlaceContext);
  const editor = useEditorAround();
  if (own !== undefined) return own;
  if (editor === undefined) throw new Error("useTextPlace needs an editor or a TextPlaceProvider around it.");
  return { readOnly: editor.readOnly, variables: variablesOf(editor.journey, editor.surroundings) };
}

import { type ComponentType, createContext, useContext } from "react";

/** Default export of a plugin's `ui/index.tsx`. Pages stand under the paths that its plugin.json announces. */
export interface PluginUi {
  pages: Record<string, ComponentType>;
  /** Cards on the dash's home, by the ids that plugin.json announces under `contributes.widgets`. */
  widgets?: Record<string, ComponentType>;
}

export function definePluginUi(ui: PluginUi): PluginUi {
  return ui;
}

/** Where a plugin's page stands and what of the address is its own. */
export interface PluginPlace {
  plugin: string;
  /** `/signals`. */
  base: string;
  /** What follows, without the slash: an id, or empty. */
  rest: string;
}

const PluginPlaceContext = createContext<PluginPlace | undefined>(undefined);
export const PluginPlaceProvider = PluginPlaceContext.Provider;

export function usePluginPlace(): PluginPlace {
  const place = useContext(PluginPlaceContext);
  if (place === undefined) throw new Error("usePluginPlace needs a plugin page around it.");
  return place;
}

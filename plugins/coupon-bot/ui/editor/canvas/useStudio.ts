import { address, usePlace } from "@promostack/web/kit";
import { useEffect, useState } from "react";
import { useEditor } from "../editor.ts";
import { BrowserStudio } from "../paint/studio.ts";

export interface Studio {
  studio: BrowserStudio;
  /** Another one each time that something came that changes what is drawn. */
  state: number;
}

/** What draws here, provided with the tenant's pictures and fonts. */
export function useStudio(): Studio {
  const { assets } = useEditor();
  const { tenant } = usePlace();
  const [state, setState] = useState(0);
  const [studio] = useState(() => new BrowserStudio(() => setState((before) => before + 1)));
  useEffect(() => {
    for (const { id, kind, url } of assets.values()) {
      const from = address(url, { "x-tenant": tenant?.id });
      if (kind === "font") studio.lettering.add(id, from);
      else studio.pictures.add(id, from);
    }
  }, [studio, assets, tenant?.id]);
  return { studio, state };
}

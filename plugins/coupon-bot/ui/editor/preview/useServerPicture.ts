import { ApiError, askFile } from "@promostack/web/kit";
import { useEffect, useMemo, useState } from "react";
import type { SizeId } from "../../../template/pixels.ts";
import type { Template } from "../../../template/template.ts";
import type { Variables } from "../../../template/variables.ts";
import { TEMPLATE_PREVIEWS } from "../../base.ts";

/** Milliseconds that nothing must change before a picture is asked for. */
const PAUSE = 350;
const AGAIN = 2_000;

interface Wish {
  template: Template;
  size: SizeId;
  values: Variables;
  /** Pixels across. */
  width: number;
}

export interface ServerPicture {
  /** The last picture that came, as an address in this browser. */
  url: string | undefined;
  /** It shows what is wished for now. */
  fresh: boolean;
  error: Error | undefined;
}

/** The picture as people get it, drawn by the server a moment after each change. A newer wish cancels the one before. */
export function useServerPicture(
  { template, size, values, width }: Wish,
  { pause = PAUSE, on = true }: { pause?: number; on?: boolean } = {},
): ServerPicture {
  const wish = useMemo(() => ({ template, size, values, width }), [template, size, values, width]);
  const [shown, setShown] = useState<{ url: string; of: Wish }>();
  const [failed, setFailed] = useState<{ error: Error; of: Wish }>();

  useEffect(() => {
    if (!on) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    let timer = 0;
    const draw = async () => {
      try {
        const url = URL.createObjectURL(
          await askFile(TEMPLATE_PREVIEWS, { method: "POST", body: bodyOf(wish), signal }),
        );
        await decoded(url);
        if (signal.aborted) URL.revokeObjectURL(url);
        else setShown({ url, of: wish });
      } catch (error) {
        if (signal.aborted || !(error instanceof Error)) return;
        setFailed({ error, of: wish });
        // Too many at once, or the line: it heals. A template that cannot be drawn stays so until it is changed.
        if (!(error instanceof ApiError) || error.status !== 422) timer = window.setTimeout(draw, AGAIN);
      }
    };
    timer = window.setTimeout(draw, pause);
    return () => {
      window.clearTimeout(timer);
      controller.abort();
    };
  }, [wish, pause, on]);

  const url = shown?.url;
  useEffect(() => () => (url === undefined ? undefined : URL.revokeObjectURL(url)), [url]);
  const fresh = shown?.of === wish;
  return { url, fresh, error: !fresh && failed?.of === wish ? failed.error : undefined };
}

function bodyOf({ template, size, values: { code = "", ...values }, width }: Wish) {
  return { template, size, code, values, width: Math.round(width) };
}

/** Shown only when it can be painted at once: nothing flickers. */
async function decoded(url: string): Promise<void> {
  const image = new Image();
  image.src = url;
  await image.decode();
}

import { call } from "@promostack/web/kit";
import { useEffect, useState } from "react";
import type { TextPreview } from "../../texts/api.ts";
import { MESSAGE_TEXT_PREVIEWS } from "../base.ts";

const PAUSE_MS = 200;

/** What the server makes of a text, a moment after the last key; undefined while it is being asked. */
export function useTextPreview(language: string, key: string, text: string) {
  const [preview, setPreview] = useState<{ of: string; is: TextPreview }>();
  const [error, setError] = useState<Error>();
  useEffect(() => {
    const asked = new AbortController();
    const timer = window.setTimeout(async () => {
      try {
        const { signal } = asked;
        const body = { language, key, text };
        const is = await call<TextPreview>(MESSAGE_TEXT_PREVIEWS, { method: "POST", body, signal });
        setPreview({ of: text, is });
        setError(undefined);
      } catch (failure) {
        if (!asked.signal.aborted) setError(failure instanceof Error ? failure : new Error(String(failure)));
      }
    }, PAUSE_MS);
    return () => {
      window.clearTimeout(timer);
      asked.abort();
    };
  }, [language, key, text]);
  return { preview: preview?.is, current: preview?.of === text, error };
}

import { call } from "@promostack/web/kit";
import { useEffect, useState } from "react";
import type { MessagePreview, TemplatePlace } from "../../messages/api.ts";
import { BASE } from "./place.ts";

const PAUSE_MS = 200;

/** What the server makes of a text, a moment after the last key; until then what it made of the text before, which is not `current`. */
export function usePreview({ kind, channelKind, language }: TemplatePlace, text: string, signalId: string) {
  const [preview, setPreview] = useState<{ of: string; is: MessagePreview }>();
  const [error, setError] = useState<Error>();
  useEffect(() => {
    const asked = new AbortController();
    const timer = window.setTimeout(async () => {
      try {
        const body = { kind, channelKind, language, text, ...(signalId !== "" && { signalId }) };
        const { signal } = asked;
        const is = await call<MessagePreview>(`${BASE}/message-previews`, { method: "POST", body, signal });
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
  }, [kind, channelKind, language, text, signalId]);
  return { preview: preview?.is, current: preview?.of === text, error };
}

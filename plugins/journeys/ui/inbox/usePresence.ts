import { call } from "@promostack/web/kit";
import { useEffect, useRef } from "react";
import { conversation } from "./paths.ts";

const EVERY_MS = 15_000;
const TYPED_MS = 5_000;

/** Tells colleagues that this conversation is open here; what it answers is called at every letter. */
export function usePresence(id: string, may: boolean): () => void {
  const typing = useRef(false);
  const quiet = useRef<number | undefined>(undefined);
  const tell = (here: boolean) => {
    // Whoever cannot be told now is told in 15 seconds; nobody here waits for it.
    call(`${conversation(id)}/presence`, {
      method: "PUT",
      body: { here, typing: here && typing.current },
    }).catch(() => undefined);
  };
  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });
  useEffect(() => {
    if (!may) return;
    latest.current(true);
    const timer = window.setInterval(() => latest.current(true), EVERY_MS);
    return () => {
      window.clearInterval(timer);
      window.clearTimeout(quiet.current);
      latest.current(false);
    };
  }, [may]);
  return () => {
    window.clearTimeout(quiet.current);
    quiet.current = window.setTimeout(() => {
      typing.current = false;
      latest.current(true);
    }, TYPED_MS);
    if (typing.current) return;
    typing.current = true;
    latest.current(true);
  };
}

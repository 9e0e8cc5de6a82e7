import { useEffect, useRef, useState } from "react";
import { address, caller } from "../api/client.ts";
import type { LineState } from "./line.ts";

/**
 * Hears a stream of server-sent events while the page stands, and says whether the line holds. `path` undefined: no line.
 * The browser comes back to a lost one by itself.
 */
export function useStream(
  path: string | undefined,
  heard: (data: unknown, event: string) => void,
  events: readonly string[] = ["message", "change"],
): LineState {
  const [state, setState] = useState<LineState>("connecting");
  const handler = useRef(heard);
  useEffect(() => {
    handler.current = heard;
  });
  const names = events.join(" ");
  useEffect(() => {
    if (path === undefined) return;
    const source = new EventSource(address(path, { "x-tenant": caller.tenantId }));
    source.addEventListener("open", () => setState("open"));
    source.addEventListener("error", () => setState("lost"));
    for (const name of names.split(" ")) {
      source.addEventListener(name, (event) => {
        if (!(event instanceof MessageEvent)) return;
        const data: unknown = JSON.parse(String(event.data));
        handler.current(data, name);
      });
    }
    return () => source.close();
  }, [path, names]);
  // A line that is not wanted any more is not lost: the server ends it when there is nothing more to tell.
  return path === undefined ? "connecting" : state;
}

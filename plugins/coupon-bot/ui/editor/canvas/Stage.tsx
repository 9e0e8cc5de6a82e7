import { useEffect, useLayoutEffect, useRef } from "react";
import { Scene, type Sight } from "./scene.ts";

/** The scene in the page: shown anew with each render, which costs what has changed. */
export function Stage(sight: Sight) {
  const container = useRef<HTMLDivElement>(null);
  const scene = useRef<Scene>(undefined);
  useLayoutEffect(() => {
    if (container.current === null) return;
    scene.current ??= new Scene(container.current);
    scene.current.show(sight);
  });
  useEffect(
    () => () => {
      scene.current?.close();
      scene.current = undefined;
    },
    [],
  );
  return <div ref={container} />;
}

import { call, useAct } from "@promostack/web/kit";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import type { ListedTemplate } from "../../templates/api.ts";
import { TEMPLATES, template } from "../base.ts";
import { words as W } from "./texts.ts";

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowUp: -1,
  ArrowRight: 1,
  ArrowDown: 1,
};

/** The order of the cards while one is dragged or moved by keys; the server's once it has taken it. */
export function useOrder(items: readonly ListedTemplate[]) {
  const [order, setOrder] = useState<{ of: readonly ListedTemplate[]; ids: string[] }>();
  const [lifted, setLifted] = useState<string>();
  const [said, setSaid] = useState("");
  const save = useAct<{ id: string; position: number }>({
    act: ({ id, position }) => call(template(id), { method: "PATCH", body: { position } }),
    changes: [TEMPLATES],
  });
  // What the server answers later is newer than what was moved here.
  const ids = order?.of === items ? order.ids : items.map(({ id }) => id);
  const sorted = ids.flatMap((id) => items.find((each) => each.id === id) ?? []);

  const place = (id: string, to: number): string[] => {
    const rest = ids.filter((each) => each !== id);
    const next = [...rest.slice(0, to), id, ...rest.slice(to)];
    setOrder({ of: items, ids: next });
    return next;
  };
  const tell = (id: string, position: number) => {
    const name = items.find((each) => each.id === id)?.name ?? "";
    setSaid(W.moved(name, position + 1, ids.length));
  };
  const move = (id: string, to: number) => {
    const position = Math.max(0, Math.min(ids.length - 1, to));
    if (position === ids.indexOf(id)) return;
    place(id, position);
    tell(id, position);
    save.mutate({ id, position }, { onError: () => setOrder(undefined) });
  };
  const grip = (id: string) => ({
    onKeyDown(event: KeyboardEvent) {
      const { direction } = getComputedStyle(event.currentTarget);
      const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
      const step = (STEPS[event.key] ?? 0) * (sideways && direction === "rtl" ? -1 : 1);
      if (step === 0) return;
      event.preventDefault();
      move(id, ids.indexOf(id) + step);
    },
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setLifted(id);
    },
    onPointerMove({ clientX, clientY }: PointerEvent) {
      if (lifted !== id) return;
      const under = document.elementFromPoint(clientX, clientY)?.closest("[data-template]");
      const over = under instanceof HTMLElement ? under.dataset.template : undefined;
      if (over !== undefined && over !== id) place(id, ids.indexOf(over));
    },
    onPointerUp() {
      setLifted(undefined);
      const position = ids.indexOf(id);
      if (lifted !== id || position === items.findIndex((each) => each.id === id)) return;
      tell(id, position);
      save.mutate({ id, position }, { onError: () => setOrder(undefined) });
    },
    onPointerCancel() {
      setLifted(undefined);
      setOrder(undefined);
    },
  });
  return { sorted, lifted, said, move, grip };
}

export type Order = ReturnType<typeof useOrder>;

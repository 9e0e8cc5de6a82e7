import { call, notify, useAct, useMay } from "@promostack/web/kit";
import { type DragEvent, useState } from "react";
import type { ValidatorRow } from "../../codes/api.ts";
import classes from "./Codes.module.css";
import { ORDER, VALIDATORS } from "./paths.ts";
import { ValidatorCard } from "./ValidatorCard.tsx";

interface ValidatorListProps {
  items: readonly ValidatorRow[];
  onDeleted(row: ValidatorRow): void;
}

/** Those that are asked, in their order: dragged by the handle, or moved by its arrows. */
export function ValidatorList({ items, onDeleted }: ValidatorListProps) {
  const may = useMay("admin") && items.length > 1;
  const [dragged, setDragged] = useState<string>();
  /** While it is dragged, and until the server's answer is there. */
  const [wanted, setWanted] = useState<readonly string[]>();
  const order = useAct<readonly string[]>({
    act: (ids) => call(ORDER, { method: "PUT", body: { ids } }),
    changes: [VALIDATORS],
    tell: false,
  });
  const shown = sorted(items, wanted);
  const ids = shown.map(({ id }) => id);
  const save = (next: readonly string[]) => {
    setWanted(next);
    order.mutate(next, {
      onSettled: () => setWanted(undefined),
      onError: ({ message }) => void notify({ tone: "bad", message }),
    });
  };
  const moved = (id: string, to: number): string[] => {
    const rest = ids.filter((each) => each !== id);
    return [...rest.slice(0, to), id, ...rest.slice(to)];
  };
  const over = (event: DragEvent, index: number) => {
    if (dragged === undefined) return;
    event.preventDefault();
    if (ids[index] !== dragged) setWanted(moved(dragged, index));
  };
  return (
    <ol className={classes.validators}>
      {shown.map((row, index) => (
        <li
          key={row.id}
          data-dragged={row.id === dragged || undefined}
          onDragOver={(event) => over(event, index)}
          onDrop={(event) => {
            event.preventDefault();
            save(ids);
          }}
        >
          <ValidatorCard
            row={row}
            place={index + 1}
            onDeleted={onDeleted}
            moves={
              may
                ? {
                    up: index === 0 ? undefined : () => save(moved(row.id, index - 1)),
                    down: index === shown.length - 1 ? undefined : () => save(moved(row.id, index + 1)),
                    begin: () => setDragged(row.id),
                    end: () => {
                      setDragged(undefined);
                      if (!order.isPending) setWanted(undefined);
                    },
                  }
                : undefined
            }
          />
        </li>
      ))}
    </ol>
  );
}

function sorted(items: readonly ValidatorRow[], ids: readonly string[] | undefined): readonly ValidatorRow[] {
  if (ids === undefined) return items;
  const at = ({ id }: ValidatorRow) => (ids.includes(id) ? ids.indexOf(id) : ids.length);
  return [...items].sort((a, b) => at(a) - at(b));
}

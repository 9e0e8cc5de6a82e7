import { ActionIcon, Menu } from "@mantine/core";
import { Confirm, call, useAct, useGo, useMay, useResource } from "@promostack/web/kit";
import {
  IconArchive,
  IconArchiveOff,
  IconCopy,
  IconDots,
  IconDownload,
  IconFolder,
  IconTrash,
} from "@tabler/icons-react";
import type { JourneyDetail, ListedJourney } from "../../drafts/api.ts";
import { BASE } from "../base.ts";
import { saveExport } from "./exporting.ts";
import { words as W } from "./texts.ts";

type Kept = Pick<ListedJourney, "id" | "name" | "state" | "inside">;

/** What can be done with a journey as a whole. */
export function RowMenu({ row, move }: { row: Kept; move(): void }) {
  const { id, state } = row;
  const go = useGo();
  const mayDelete = useMay("admin");
  const changes = [`${BASE}/journeys`, `${BASE}/folders`];
  const path = `${BASE}/journeys/${id}`;
  const duplicate = useAct<void, JourneyDetail>({
    act: () =>
      call<JourneyDetail>(`${BASE}/journeys`, { method: "POST", body: { from: { kind: "journey", id } } }),
    done: ({ name }) => W.duplicated(name),
    changes,
    onDone: (copy) => go(`/journeys/${copy.id}`),
  });
  const archive = useAct<boolean>({
    act: (archived) => call(path, { method: "PATCH", body: { archived } }),
    done: (_body, archived) => (archived ? W.archived : W.restored),
    changes,
  });
  const download = useAct<void>({ act: () => saveExport(id) });
  return (
    <DeleteJourney row={row}>
      {(ask) => (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`${W.more}: ${row.name}`}>
              <IconDots size={17} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconCopy size={15} aria-hidden />} onClick={() => duplicate.mutate()}>
              {W.duplicate}
            </Menu.Item>
            <Menu.Item leftSection={<IconFolder size={15} aria-hidden />} onClick={move}>
              {W.moveTo}
            </Menu.Item>
            <Menu.Item leftSection={<IconDownload size={15} aria-hidden />} onClick={() => download.mutate()}>
              {W.export}
            </Menu.Item>
            {state === "archived" ? (
              <Menu.Item
                leftSection={<IconArchiveOff size={15} aria-hidden />}
                onClick={() => archive.mutate(false)}
              >
                {W.restore}
              </Menu.Item>
            ) : (
              <Menu.Item
                leftSection={<IconArchive size={15} aria-hidden />}
                disabled={state === "live"}
                title={state === "live" ? W.archiveLive : undefined}
                onClick={() => archive.mutate(true)}
              >
                {W.archive}
              </Menu.Item>
            )}
            {mayDelete && state !== "live" ? (
              <Menu.Item
                color="var(--ink-sell)"
                leftSection={<IconTrash size={15} aria-hidden />}
                onClick={ask}
              >
                {W.delete}
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      )}
    </DeleteJourney>
  );
}

/** Asks before a journey is removed, and says how much goes with it. */
function DeleteJourney({ row, children }: { row: Kept; children: (ask: () => void) => React.ReactNode }) {
  const { id, name, inside } = row;
  const remove = useAct<void>({
    act: () => call(`${BASE}/journeys/${id}`, { method: "DELETE", query: { inside: "stop" } }),
    done: W.deleted,
    changes: [`${BASE}/journeys`, `${BASE}/folders`],
  });
  return (
    <Confirm
      title={W.deleteTitle(name)}
      text={<DeleteText id={id} inside={inside} />}
      label={W.delete}
      name={name}
      act={() => remove.mutateAsync()}
    >
      {children}
    </Confirm>
  );
}

function DeleteText({ id, inside }: { id: string; inside: number }) {
  const { data } = useResource<JourneyDetail>(`${BASE}/journeys/${id}`);
  return (
    <>
      {data === undefined ? null : W.deleteText(data.versions, data.walks)}{" "}
      {inside === 0 ? null : <strong>{W.deleteInside(inside)}</strong>}
    </>
  );
}

import { Autocomplete } from "@mantine/core";
import { call, FormModal, useAct } from "@promostack/web/kit";
import { useEffect, useState } from "react";
import type { ListedJourney } from "../../drafts/api.ts";
import { BASE } from "../base.ts";
import { words as W } from "./texts.ts";

/** Moves journeys to a folder, a known or a new one. */
export function MoveDialog({
  journeys,
  folders,
  close,
}: {
  journeys: readonly ListedJourney[];
  folders: readonly string[];
  close(): void;
}) {
  const [folder, setFolder] = useState("");
  const first = journeys[0]?.folder ?? "";
  useEffect(() => setFolder(first), [first]);
  const move = useAct<string>({
    act: async (to) => {
      for (const { id } of journeys)
        await call(`${BASE}/journeys/${id}`, { method: "PATCH", body: { folder: to.trim() } });
    },
    done: W.moved,
    changes: [`${BASE}/journeys`, `${BASE}/folders`],
    onDone: close,
  });
  return (
    <FormModal
      opened={journeys.length > 0}
      title={W.moveTitle(journeys.length)}
      close={close}
      submit={() => move.mutate(folder)}
      label={W.save}
      busy={move.isPending}
    >
      <Autocomplete
        label={W.folder}
        description={W.folderHint}
        maxLength={60}
        value={folder}
        onChange={setFolder}
        data={[...folders]}
        data-autofocus
      />
    </FormModal>
  );
}

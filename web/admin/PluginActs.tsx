import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import type { AdminPlugin } from "../api/admin.ts";
import { call } from "../kit/api/client.ts";
import { useAct } from "../kit/api/resource.ts";
import { Confirm } from "../kit/show/Confirm.tsx";
import { words } from "./texts.ts";

const W = words.plugins;
type Verb = "quarantine" | "release" | "enable";
const DONE: Record<Verb, (title: string) => string> = {
  quarantine: W.quarantined,
  release: W.released,
  enable: W.enabled,
};

/** The switches of a plugin, each saying what it will do and to how many. */
export function PluginActs({ plugin }: { plugin: AdminPlugin }) {
  const { id, title, state, tenants } = plugin;
  const [reason, setReason] = useState<string>(W.reasonDefault);
  const act = useAct<{ verb: Verb; body: object }, AdminPlugin>({
    act: ({ verb, body }) => call<AdminPlugin>(`/api/admin/plugins/${id}/${verb}`, { method: "POST", body }),
    done: (_plugin, { verb }) => DONE[verb](title),
    changes: ["/api/admin"],
  });
  if (state === "disabled") {
    return (
      <Button loading={act.isPending} onClick={() => act.mutate({ verb: "enable", body: {} })}>
        {W.enable}
      </Button>
    );
  }
  return (
    <>
      {state === "quarantined" ? (
        <Button loading={act.isPending} onClick={() => act.mutate({ verb: "release", body: {} })}>
          {W.release}
        </Button>
      ) : (
        <Confirm
          title={W.quarantineTitle(title)}
          text={W.quarantineText(tenants)}
          label={W.quarantine}
          fields={
            <Textarea
              label={W.reason}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              autosize
              minRows={2}
              maxLength={500}
            />
          }
          act={() =>
            act.mutateAsync({ verb: "quarantine", body: { reason: reason.trim() || W.reasonDefault } })
          }
        >
          {(open) => (
            <Button variant="default" onClick={open}>
              {W.quarantine}
            </Button>
          )}
        </Confirm>
      )}
    </>
  );
}

import { Button, Group, Text } from "@mantine/core";
import type { Purge } from "../../api/installs.ts";
import { call } from "../../kit/api/client.ts";
import { useAct } from "../../kit/api/resource.ts";
import { Confirm } from "../../kit/show/Confirm.tsx";
import { Notice } from "../../kit/show/states.tsx";
import { Time } from "../../kit/show/times.tsx";
import { removeWords as W } from "./texts.ts";

/** That a plugin is about to be deleted, from when on, and the ways out. */
export function PurgeNotice({ purge }: { purge: Purge }) {
  const { plugin, state, dueAt, requestedBy, exportUrl, failure } = purge;
  const callOff = useAct({
    act: () => call(`/api/admin/plugins/${plugin}/purge`, { method: "DELETE" }),
    done: W.calledOff,
    changes: ["/api/admin"],
  });
  const now = useAct({
    act: () => call(`/api/admin/plugins/${plugin}/purge/now`, { method: "POST", body: { confirm: plugin } }),
    done: W.nowBegun,
    changes: ["/api/admin"],
  });
  const open = state === "exporting" || state === "waiting" || state === "failed";
  return (
    <Notice
      tone={state === "done" ? "info" : "bad"}
      title={W.states[state]}
      action={
        <Group gap="xs">
          {exportUrl === undefined ? null : (
            <Button component="a" href={exportUrl} download variant="default">
              {W.export}
            </Button>
          )}
          {state === "waiting" ? (
            <Confirm
              title={W.nowTitle(plugin)}
              text={W.nowText}
              label={W.now}
              name={plugin}
              act={() => now.mutateAsync()}
            >
              {(ask) => (
                <Button variant="light" color="coral" onClick={ask}>
                  {W.now}
                </Button>
              )}
            </Confirm>
          ) : null}
          {open ? (
            <Button loading={callOff.isPending} onClick={() => callOff.mutate()}>
              {W.callOff}
            </Button>
          ) : null}
        </Group>
      }
    >
      {failure === undefined ? null : <Text>{failure}</Text>}
      {state === "waiting" ? (
        <Text>
          {W.due} <Time value={dueAt} />. {requestedBy === undefined ? null : W.asked(requestedBy)}
        </Text>
      ) : null}
    </Notice>
  );
}

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Delivery, Webhook } from "../../api/webhooks.ts";
import { call } from "../../kit/api/client.ts";
import { useAct } from "../../kit/api/resource.ts";
import { useGo } from "../../kit/page/address.ts";
import { Confirm } from "../../kit/show/Confirm.tsx";
import { notify } from "../../kit/show/notice.tsx";
import { webhookWords as W } from "./texts.ts";
import { WebhookForm } from "./WebhookForm.tsx";

const CHANGES = ["/api/webhooks"];

/** What one does with a webhook. */
export function WebhookActs({ webhook, leaving }: { webhook: Webhook; leaving(leaves: boolean): void }) {
  const path = `/api/webhooks/${webhook.id}`;
  const go = useGo();
  const [editing, edit] = useDisclosure(false);
  const test = useAct<void, Delivery>({
    act: () => call<Delivery>(`${path}/tests`, { method: "POST", body: {} }),
    changes: CHANGES,
    onDone: ({ status, tookMs, error }) =>
      void notify(
        error === null
          ? { tone: "good", message: W.tested(status ?? 0, tookMs ?? 0) }
          : { tone: "bad", title: W.testFailed, message: error, stays: 9_000 },
      ),
  });
  const turn = useAct<boolean, Webhook>({
    act: (active) => call<Webhook>(path, { method: "PATCH", body: { active } }),
    done: ({ active }) => (active ? W.turnedOn : W.turnedOff),
    changes: CHANGES,
  });
  const remove = useAct({
    async act() {
      leaving(true);
      try {
        await call<void>(path, { method: "DELETE" });
      } catch (error) {
        leaving(false);
        throw error;
      }
    },
    done: W.removed,
    onDone: () => go("/settings/webhooks"),
  });
  return (
    <>
      <Button loading={test.isPending} onClick={() => test.mutate()}>
        {W.test}
      </Button>
      <Button variant="default" onClick={edit.open}>
        {W.edit}
      </Button>
      {webhook.active ? (
        <Confirm
          title={W.turnOffTitle}
          text={W.turnOffText}
          label={W.turnOff}
          act={() => turn.mutateAsync(false)}
        >
          {(open) => (
            <Button variant="default" onClick={open}>
              {W.turnOff}
            </Button>
          )}
        </Confirm>
      ) : (
        <Button variant="default" loading={turn.isPending} onClick={() => turn.mutate(true)}>
          {W.turnOn}
        </Button>
      )}
      <Confirm
        title={W.removeTitle}
        text={W.removeText(webhook.waiting)}
        label={W.remove}
        act={() => remove.mutateAsync()}
      >
        {(open) => (
          <Button variant="subtle" color="coral" onClick={open}>
            {W.remove}
          </Button>
        )}
      </Confirm>
      {editing ? (
        <WebhookForm webhook={webhook} title={W.editTitle} label={W.save} said={W.saved} close={edit.close} />
      ) : null}
    </>
  );
}

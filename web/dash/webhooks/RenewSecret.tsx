import { Button } from "@mantine/core";
import { useState } from "react";
import type { FreshSecret, Webhook } from "../../api/webhooks.ts";
import { call } from "../../kit/api/client.ts";
import { useAct } from "../../kit/api/resource.ts";
import { Confirm } from "../../kit/show/Confirm.tsx";
import { Told } from "./Told.tsx";
import { webhookWords as W } from "./texts.ts";

/** Makes a new secret, and shows it the one time that it can be seen. */
export function RenewSecret({ webhook: { id } }: { webhook: Webhook }) {
  const [secret, setSecret] = useState<string>();
  const renew = useAct<void, FreshSecret>({
    act: () => call<FreshSecret>(`/api/webhooks/${id}/secrets`, { method: "POST", body: {} }),
    changes: ["/api/webhooks"],
    onDone: (fresh) => setSecret(fresh.secret),
  });
  return (
    <>
      <Confirm
        title={W.renewTitle}
        text={W.renewText}
        label={W.renew}
        color="gold"
        act={() => renew.mutateAsync()}
      >
        {(open) => (
          <Button variant="default" onClick={open}>
            {W.renew}
          </Button>
        )}
      </Confirm>
      <Told secret={secret} done={() => setSecret(undefined)} />
    </>
  );
}

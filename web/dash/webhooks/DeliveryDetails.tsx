import { Code, Modal, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Delivery } from "../../api/webhooks.ts";
import { Time } from "../../kit/show/times.tsx";
import { texts } from "../../kit/texts.ts";
import { webhookWords as W } from "./texts.ts";

/** All that is known of one delivery. */
export function DeliveryDetails({ delivery, close }: { delivery: Delivery | undefined; close(): void }) {
  return (
    <Modal
      opened={delivery !== undefined}
      onClose={close}
      title={<Text fw={620}>{delivery?.event}</Text>}
      closeButtonProps={{ "aria-label": texts.close }}
      size="lg"
    >
      {delivery === undefined ? null : <Known delivery={delivery} />}
    </Modal>
  );
}

function Known({ delivery }: { delivery: Delivery }) {
  const { id, publishedAt, triedAt, dueAt, attempts, status, tookMs, error, answer } = delivery;
  return (
    <Stack gap="sm">
      <Fact name={W.id}>
        <code style={{ overflowWrap: "anywhere" }}>{id}</code>
        <Text size="xs" c="dimmed">
          {W.idMeaning}
        </Text>
      </Fact>
      <Fact name={W.when}>
        <Time value={publishedAt} />
      </Fact>
      <Fact name={W.tried}>
        <Time value={triedAt} /> · {W.attempts}: {attempts}
      </Fact>
      {dueAt === null ? null : (
        <Fact name={W.next}>
          <Time value={dueAt} />
        </Fact>
      )}
      {triedAt === null ? null : (
        <Fact name={W.status}>
          {status ?? W.noAnswer} · {W.took} {tookMs} ms
        </Fact>
      )}
      {error === null ? null : (
        <Fact name={W.error}>
          <span className="warn">{error}</span>
        </Fact>
      )}
      {triedAt === null || status === null ? null : (
        <Fact name={W.said}>
          {answer ? (
            <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
              {answer}
            </Code>
          ) : (
            W.saidNothing
          )}
        </Fact>
      )}
    </Stack>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <div>{children}</div>
    </div>
  );
}

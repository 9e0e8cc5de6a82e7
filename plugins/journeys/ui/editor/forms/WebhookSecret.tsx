import { Button, Group, Stack, Text } from "@mantine/core";
import { call, notify, useAct, useMay } from "@promostack/web/kit";
import { IconCopy, IconKey } from "@tabler/icons-react";
import { useState } from "react";
import { BASE } from "../../base.ts";
import { words as W } from "./texts.ts";

/** Makes the secret by which the tenant's server knows that a call is ours, and shows it this once. */
export function WebhookSecret() {
  const may = useMay("admin");
  const [secret, setSecret] = useState<string>();
  const make = useAct({
    act: () => call<{ secret: string }>(`${BASE}/webhook-secrets`, { method: "POST" }),
    onDone: (made) => setSecret(made.secret),
  });
  const copy = async () => {
    await navigator.clipboard.writeText(secret ?? "");
    await notify({ tone: "good", message: W.secretCopied });
  };
  return (
    <Stack gap={6} component="section" aria-label={W.secret}>
      <Text size="sm" fw={550}>
        {W.secret}
      </Text>
      <Text size="xs" c="dimmed">
        {W.secretHint}
      </Text>
      {secret === undefined ? null : (
        <>
          <Text size="xs" className="code" style={{ overflowWrap: "anywhere" }}>
            {secret}
          </Text>
          <Text size="xs">{W.secretOnce}</Text>
        </>
      )}
      {may ? (
        <Group gap="xs">
          {secret === undefined ? null : (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconCopy size={14} aria-hidden />}
              onClick={() => void copy()}
            >
              {W.copySecret}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            leftSection={<IconKey size={14} aria-hidden />}
            loading={make.isPending}
            onClick={() => make.mutate()}
          >
            {W.newSecret}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}

import { Checkbox, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { HeardEvent, Webhook } from "../../api/webhooks.ts";
import { call } from "../../kit/api/client.ts";
import { ApiError } from "../../kit/api/error.ts";
import { useAct } from "../../kit/api/resource.ts";
import { LinkButton } from "../../kit/page/PageLink.tsx";
import { FormModal } from "../../kit/show/FormModal.tsx";
import { Empty, ErrorState, problemText } from "../../kit/show/states.tsx";
import { useHeardEvents } from "./eventTitles.ts";
import { webhookWords as W } from "./texts.ts";

interface WebhookFormProps<Answer> {
  /** What it is now; undefined where it is to be made. */
  webhook?: Webhook;
  title: string;
  label: string;
  said?: string;
  close(): void;
  done?(answer: Answer): void;
}

/** Where a webhook leads and what it hears. Stands only while it is open. */
export function WebhookForm<Answer extends Webhook>({
  webhook,
  title,
  label,
  said,
  close,
  done,
}: WebhookFormProps<Answer>) {
  const [address, setAddress] = useState(webhook?.address ?? "");
  const [events, setEvents] = useState(webhook?.events ?? []);
  const heard = useHeardEvents();
  const save = useAct<void, Answer>({
    act: () =>
      call<Answer>(webhook === undefined ? "/api/webhooks" : `/api/webhooks/${webhook.id}`, {
        method: webhook === undefined ? "POST" : "PATCH",
        body: { address: address.trim(), events },
      }),
    done: said,
    changes: ["/api/webhooks"],
    tell: false,
    onDone: (answer) => {
      close();
      done?.(answer);
    },
  });
  const ofAddress = save.error instanceof ApiError && save.error.code === "webhook.bad_address";
  return (
    <FormModal
      title={title}
      close={close}
      submit={() => save.mutate()}
      label={label}
      busy={save.isPending}
      incomplete={address.trim() === "" || events.length === 0}
      problem={ofAddress ? undefined : problemText(save.error)}
      size="lg"
    >
      <TextInput
        type="url"
        inputMode="url"
        label={W.address}
        description={W.addressText}
        placeholder="https://example.com/hooks/signals"
        value={address}
        maxLength={2_000}
        onChange={(event) => {
          setAddress(event.currentTarget.value);
          save.reset();
        }}
        error={ofAddress ? problemText(save.error) : undefined}
        autoComplete="off"
        data-autofocus
      />
      {heard.data !== undefined ? (
        <Events heard={heard.data.items} chosen={events} choose={setEvents} />
      ) : heard.error !== null ? (
        <ErrorState error={heard.error} retry={() => void heard.refetch()} />
      ) : (
        <Skeleton h={120} />
      )}
    </FormModal>
  );
}

interface EventsProps {
  heard: readonly HeardEvent[];
  chosen: string[];
  choose(events: string[]): void;
}

function Events({ heard, chosen, choose }: EventsProps) {
  const [first] = useState(chosen);
  const there = new Set(heard.map(({ event }) => event));
  const lost = first
    .filter((event) => !there.has(event))
    .map((event) => ({ event, title: event, plugin: W.pluginOff }));
  const all = [...heard, ...lost];
  if (all.length === 0)
    return <Empty title={W.noEvents} action={<LinkButton to="/plugins">{W.plugins}</LinkButton>} />;
  return (
    <Checkbox.Group label={W.events} description={W.eventsText} value={chosen} onChange={choose}>
      <Stack gap="xs" mt="xs">
        {all.map(({ event, title, plugin }) => (
          <Checkbox
            key={event}
            value={event}
            label={title}
            description={
              <Text component="span" size="xs">
                {plugin} · <code>{event}</code>
              </Text>
            }
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

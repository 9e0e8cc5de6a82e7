import { Button, Select, Stack } from "@mantine/core";
import { useDebouncedValue, useLocalStorage } from "@mantine/hooks";
import type { PersonRow } from "@promostack/plugin-journeys/api.ts";
import { call, Section, useAct, useResource } from "@promostack/web/kit";
import { useState } from "react";
import type { PictureMessage } from "../../broadcasts/api.ts";
import { BROADCAST_TESTS, JOURNEYS } from "../base.ts";
import { hasMessage } from "./draft.ts";
import { words as W } from "./texts.ts";

/** Sends it to one person; whom one chose last, here or in journeys, is remembered in this browser. */
export function TestPanel({ message }: { message: PictureMessage }) {
  const [person, setPerson] = useLocalStorage<string | null>({
    key: "broadcast-test-person",
    defaultValue: null,
    serialize: (value) => value ?? "",
    deserialize: (value) => value || null,
  });
  const [search, setSearch] = useState("");
  const [asked] = useDebouncedValue(search, 250);
  const found = useResource<{ items: PersonRow[] }>(`${JOURNEYS}/people`, {
    q: asked.trim() || undefined,
    reach: "reachable",
    limit: 20,
  });
  const send = useAct({
    act: () => call(BROADCAST_TESTS, { method: "POST", body: { message, person } }),
    done: W.tested,
  });
  return (
    <Section title={W.test} intro={W.testHelp}>
      <Stack gap="xs" align="flex-start">
        <Select
          w="100%"
          label={W.testPerson}
          searchable
          value={person}
          onChange={setPerson}
          onSearchChange={setSearch}
          // The server has searched.
          filter={({ options }) => options}
          data={(found.data?.items ?? []).map((each) => ({ value: each.id, label: labelOf(each) }))}
        />
        <Button
          variant="default"
          disabled={person === null || !hasMessage(message)}
          loading={send.isPending}
          onClick={() => send.mutate()}
        >
          {W.testSend}
        </Button>
      </Stack>
    </Section>
  );
}

function labelOf({ firstName, lastName, username, telegramId }: PersonRow): string {
  const name = [firstName, lastName].filter((each) => each !== "").join(" ");
  const handle = username === "" ? (telegramId ?? "") : `@${username}`;
  return name === "" ? handle : `${name} (${handle})`;
}

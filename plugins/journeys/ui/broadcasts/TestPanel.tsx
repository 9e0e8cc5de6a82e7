import { Button, Select, Stack } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { call, Section, useAct, useResource } from "@promostack/web/kit";
import { useState } from "react";
import type { PersonRow } from "../../people/api.ts";
import { BASE } from "../base.ts";
import { broadcast } from "./paths.ts";
import { words as W } from "./texts.ts";

const REMEMBERED = "broadcast-test-person";

/** Sends it to one person; whom one chose last is remembered in this browser. */
export function TestPanel({ id, saveFirst }: { id: string; saveFirst(): Promise<void> }) {
  const [person, setPerson] = useState(() => window.localStorage.getItem(REMEMBERED));
  const [search, setSearch] = useState("");
  const [asked] = useDebouncedValue(search, 250);
  const found = useResource<{ items: PersonRow[] }>(`${BASE}/people`, {
    q: asked.trim() || undefined,
    reach: "reachable",
    limit: 20,
  });
  const send = useAct({
    act: async () => {
      await saveFirst();
      return call(`${broadcast(id)}/tests`, { method: "POST", body: { person } });
    },
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
          onChange={(chosen) => {
            setPerson(chosen);
            if (chosen !== null) window.localStorage.setItem(REMEMBERED, chosen);
          }}
          onSearchChange={setSearch}
          // The server has searched.
          filter={({ options }) => options}
          data={(found.data?.items ?? []).map((each) => ({ value: each.id, label: labelOf(each) }))}
        />
        <Button
          variant="default"
          disabled={person === null}
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

import { Button, Select, Stack } from "@mantine/core";
import { useDebouncedValue, useLocalStorage } from "@mantine/hooks";
import { useState } from "react";
import { useAct, useResource } from "../api/resource.ts";
import { Section } from "../page/Page.tsx";
import { texts } from "./texts.ts";

/** Somebody who can be reached, as a list of people has them. */
interface Reachable {
  id: string;
  firstName: string;
  lastName: string;
  username: string;
  telegramId: string | null;
}

export interface TestSendProps {
  /** Where the people stand: takes `q`, `reach` and `limit`. */
  people: string;
  /** There is something to send. */
  ready?: boolean;
  send(person: string): Promise<unknown>;
}

/** Sends a message to one person; whom one chose last, on any page, is remembered in this browser. */
export default function TestSend({ people, ready = true, send }: TestSendProps) {
  const [person, setPerson] = useLocalStorage<string | null>({
    key: "broadcast-test-person",
    defaultValue: null,
    serialize: (value) => value ?? "",
    deserialize: (value) => value || null,
  });
  const [search, setSearch] = useState("");
  const [asked] = useDebouncedValue(search, 250);
  const found = useResource<{ items: Reachable[] }>(people, {
    q: asked.trim() || undefined,
    reach: "reachable",
    limit: 20,
  });
  const test = useAct<string>({ act: send, done: texts.testSent });
  return (
    <Section title={texts.test} intro={texts.testHelp}>
      <Stack gap="xs" align="flex-start">
        <Select
          w="100%"
          label={texts.person}
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
          disabled={person === null || !ready}
          loading={test.isPending}
          onClick={() => person !== null && test.mutate(person)}
        >
          {texts.sendTest}
        </Button>
      </Stack>
    </Section>
  );
}

function labelOf({ firstName, lastName, username, telegramId }: Reachable): string {
  const name = [firstName, lastName].filter((each) => each !== "").join(" ");
  const handle = username === "" ? (telegramId ?? "") : `@${username}`;
  return name === "" ? handle : `${name} (${handle})`;
}

import { Button, Stack } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useAct } from "../api/resource.ts";
import { Section } from "../page/Page.tsx";
import PersonSelect from "./PersonSelect.tsx";
import { texts } from "./texts.ts";

export interface TestSendProps {
  /** As `PersonSelect` takes it. */
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
  const test = useAct<string>({ act: send, done: texts.testSent });
  return (
    <Section title={texts.test} intro={texts.testHelp}>
      <Stack gap="xs" align="flex-start">
        <PersonSelect people={people} value={person} onChange={setPerson} reachable />
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

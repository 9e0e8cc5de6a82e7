import { Button, Code, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { ApiKey, FreshKey } from "../../api/team.ts";
import { call } from "../../kit/api/client.ts";
import { useAct } from "../../kit/api/resource.ts";
import { problemText } from "../../kit/show/states.tsx";
import { texts } from "../../kit/texts.ts";
import { words as shellWords } from "../../shell/texts.ts";
import { settingsWords } from "../texts.ts";
import { Once } from "./Once.tsx";
import { keyWords as W } from "./texts.ts";

const PATH = "/api/api-keys";
const ROLES: ApiKey["role"][] = ["viewer", "member", "admin"];

/** Makes a key, and shows it the one time that it can be seen. */
export function MakeKey() {
  const [opened, { open, close }] = useDisclosure(false);
  const [fresh, setFresh] = useState<FreshKey>();
  const over = () => {
    close();
    setFresh(undefined);
  };
  return (
    <>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
        {W.make}
      </Button>
      <Modal
        opened={opened}
        onClose={over}
        // A click beside it must not lose the one look at the key.
        closeOnClickOutside={fresh === undefined}
        title={<Text fw={620}>{fresh === undefined ? W.make : W.fresh(fresh.name)}</Text>}
        closeButtonProps={{ "aria-label": texts.close }}
        size="lg"
      >
        {fresh === undefined ? <KeyForm done={setFresh} /> : <Fresh made={fresh} done={over} />}
      </Modal>
    </>
  );
}

function KeyForm({ done }: { done(made: FreshKey): void }) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<ApiKey["role"]>("viewer");
  const [days, setDays] = useState("90");
  const make = useAct<void, FreshKey>({
    act: () =>
      call<FreshKey>(PATH, {
        method: "POST",
        body: { name: name.trim(), role, ...(days !== "" && { expiresInDays: Number(days) }) },
      }),
    changes: [PATH],
    tell: false,
    onDone: done,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <Stack>
        <TextInput
          label={W.name}
          description={W.nameText}
          value={name}
          maxLength={120}
          onChange={(event) => {
            setName(event.currentTarget.value);
            make.reset();
          }}
          error={problemText(make.error)}
          data-autofocus
        />
        <Select
          label={W.role}
          description={settingsWords.roles[role]}
          data={ROLES.map((value) => ({ value, label: shellWords.role[value] }))}
          value={role}
          allowDeselect={false}
          onChange={(value) => setRole(ROLES.find((each) => each === value) ?? "viewer")}
        />
        <Select
          label={W.expires}
          data={Object.entries(W.days).map(([value, label]) => ({ value, label }))}
          value={days}
          allowDeselect={false}
          onChange={(value) => setDays(value ?? "")}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={make.isPending} disabled={name.trim() === ""}>
            {W.make}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Fresh({ made: { key }, done }: { made: FreshKey; done(): void }) {
  return (
    <Once value={key} text={W.freshText} done={done}>
      <Text size="sm" c="dimmed">
        {W.usage}
      </Text>
      <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
        {`curl -H "Authorization: Bearer ${key}" ${window.location.origin}/api/me`}
      </Code>
    </Once>
  );
}

import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { call, problemText, useAct } from "@promostack/web/kit";
import { useState } from "react";
import type { ListedTemplate } from "../../templates/api.ts";
import { TEMPLATES, template } from "../base.ts";
import { words as W } from "./texts.ts";

interface RenameProps {
  item: Pick<ListedTemplate, "id" | "name">;
  opened: boolean;
  close(): void;
}

/** Asks for another name. */
export function RenameDialog({ item, opened, close }: RenameProps) {
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={<Text fw={620}>{W.renameTitle(item.name)}</Text>}
      closeButtonProps={{ "aria-label": W.close }}
    >
      <NameForm item={item} close={close} />
    </Modal>
  );
}

function NameForm({ item: { id, name }, close }: Omit<RenameProps, "opened">) {
  const [text, setText] = useState(name);
  const wanted = text.trim();
  const rename = useAct<void>({
    act: () => call(template(id), { method: "PATCH", body: { name: wanted } }),
    changes: [TEMPLATES],
    tell: false,
    onDone: close,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== "") rename.mutate();
      }}
    >
      <Stack>
        <TextInput
          label={W.name}
          maxLength={80}
          value={text}
          error={wanted === "" ? W.nameNeeded : problemText(rename.error)}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          onFocus={({ currentTarget }) => currentTarget.select()}
          autoComplete="off"
          data-autofocus
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {W.cancel}
          </Button>
          <Button type="submit" loading={rename.isPending} disabled={wanted === ""}>
            {W.rename}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

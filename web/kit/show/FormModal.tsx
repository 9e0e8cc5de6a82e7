import { Button, Group, type MantineSize, Modal, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { texts } from "../texts.ts";

interface FormModalProps {
  title: string;
  /** Absent where it stands only while it is open. */
  opened?: boolean;
  close(): void;
  submit(): void;
  /** What the button says: a verb and its object. */
  label: string;
  /** Of the button: coral where something is destroyed. */
  color?: string;
  busy: boolean;
  /** Whether something is still missing that the form cannot be sent without. */
  incomplete?: boolean;
  /** Why it was not done, where no field says so. */
  problem?: string;
  size?: MantineSize;
  /** The fields. */
  children: ReactNode;
}

/** A form over the page: Enter sends it, Escape and Cancel leave everything as it was. */
export function FormModal({
  title,
  opened = true,
  close,
  submit,
  label,
  color,
  busy,
  incomplete = false,
  problem,
  size,
  children,
}: FormModalProps) {
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={<Text fw={620}>{title}</Text>}
      closeButtonProps={{ "aria-label": texts.close }}
      size={size}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!incomplete) submit();
        }}
      >
        <Stack>
          {children}
          {problem === undefined ? null : (
            <Text role="alert" size="sm" c="var(--mantine-color-error)">
              {problem}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {texts.cancel}
            </Button>
            <Button type="submit" color={color} loading={busy} disabled={incomplete}>
              {label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

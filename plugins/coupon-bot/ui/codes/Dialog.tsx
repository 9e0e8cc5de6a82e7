import { Modal, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { words as W } from "./texts.ts";

interface DialogProps {
  title: string;
  close(): void;
  submit(): void;
  children: ReactNode;
}

/** A form over the list; Enter sends it. */
export function Dialog({ title, close, submit, children }: DialogProps) {
  return (
    <Modal
      opened
      onClose={close}
      title={<Text fw={620}>{title}</Text>}
      size="lg"
      closeButtonProps={{ "aria-label": W.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="sm">{children}</Stack>
      </form>
    </Modal>
  );
}

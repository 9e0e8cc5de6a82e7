import { Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { texts } from "../texts.ts";
import { FormModal } from "./FormModal.tsx";

interface ConfirmProps {
  /** The button that opens it. */
  children: (open: () => void) => ReactNode;
  title: string;
  /** What will happen, and to how many. */
  text: ReactNode;
  /** What the button says: a verb and its object. */
  label: string;
  /** Of the button; coral, since most acts that ask destroy something. */
  color?: string;
  /** Must be typed, where it cannot be undone. */
  name?: string;
  /** Fields that belong to the act. */
  fields?: ReactNode;
  /** Resolves when done; a rejection leaves the dialog open. */
  act(): Promise<unknown>;
}

/** Asks before something is destroyed, or done to many. */
export function Confirm({
  children,
  title,
  text,
  label,
  color = "coral.7",
  name,
  fields,
  act,
}: ConfirmProps) {
  const [opened, { open, close }] = useDisclosure(false);
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      await act();
      close();
      setTyped("");
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {children(open)}
      <FormModal
        opened={opened}
        title={title}
        close={close}
        // The write shows its own failure; the dialog only has to stay.
        submit={() => run().catch(() => undefined)}
        label={label}
        color={color}
        busy={busy}
        incomplete={name !== undefined && typed !== name}
      >
        <Text component="div">{text}</Text>
        {fields}
        {name === undefined ? null : (
          <TextInput
            label={texts.confirmName(name)}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
        )}
      </FormModal>
    </>
  );
}

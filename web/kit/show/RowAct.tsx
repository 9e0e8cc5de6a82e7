import { ActionIcon, Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { Confirm } from "./Confirm.tsx";

interface RowActProps {
  /** What the button says and, in the dialog, does. */
  label: string;
  /** Whose row it is, for readers who do not see the row. */
  of: string;
  title: string;
  /** What will happen. */
  text: string;
  /** `remove` destroys something; `bin` does too, where a word has no room. */
  look?: "plain" | "remove" | "bin";
  act(): Promise<unknown>;
}

/** An act at the end of a row that asks before it is done. */
export function RowAct({ label, of, title, text, look = "plain", act }: RowActProps) {
  const name = `${label}: ${of}`;
  return (
    <Confirm title={title} text={text} label={label} act={act}>
      {(open) =>
        look === "bin" ? (
          <ActionIcon variant="subtle" color="gray" aria-label={name} onClick={open}>
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        ) : (
          <Button
            size="compact-sm"
            variant={look === "plain" ? "default" : "subtle"}
            color={look === "plain" ? undefined : "coral"}
            aria-label={name}
            onClick={open}
          >
            {label}
          </Button>
        )
      }
    </Confirm>
  );
}

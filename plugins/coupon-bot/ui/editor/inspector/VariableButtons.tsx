import { Button, Menu } from "@mantine/core";
import { IconBraces } from "@tabler/icons-react";
import type { RefObject } from "react";
import { useEditor } from "../editor.ts";
import { words as W } from "../texts.ts";

interface VariableButtonsProps {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  change(text: string): void;
}

/** Puts a variable where the cursor stands: those that every picture has, and those that the template uses already. */
export function VariableButtons({ field, text, change }: VariableButtonsProps) {
  const { readOnly, values } = useEditor();
  if (readOnly) return null;
  const known: Readonly<Record<string, string>> = W.variableMeaning;
  const names = [...new Set([...Object.keys(known), ...Object.keys(values)])];
  const put = (name: string) => {
    const { selectionStart: from = text.length, selectionEnd: to = text.length } = field.current ?? {};
    change(`${text.slice(0, from)}{${name}}${text.slice(to)}`);
    field.current?.focus();
  };
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconBraces size={14} aria-hidden />}
          style={{ alignSelf: "flex-start" }}
        >
          {W.variable}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {names.map((name) => (
          <Menu.Item key={name} onClick={() => put(name)}>
            <code>{`{${name}}`}</code> <span className="muted">{known[name] ?? W.otherVariable}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

import { ActionIcon, Group, Menu, Textarea, Tooltip } from "@mantine/core";
import { IconBold, IconBraces, IconItalic, IconLink } from "@tabler/icons-react";
import { type ReactNode, useRef } from "react";
import { useTextPlace } from "./textPlace.ts";
import { words as W } from "./texts.ts";

interface TemplateFieldProps {
  label: string;
  description?: string;
  value: string;
  change(value: string): void;
  /** With bold, italic and links: Telegram's HTML. */
  formatted?: boolean;
  rows?: number;
  error?: ReactNode;
}

/** Text with variables in braces. */
export function TemplateField({
  label,
  description,
  value,
  change,
  formatted = false,
  rows = 1,
  error,
}: TemplateFieldProps) {
  const { variables, readOnly } = useTextPlace();
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (before: string, after: string) => {
    const field = area.current;
    const [from, to] = [field?.selectionStart ?? value.length, field?.selectionEnd ?? value.length];
    change(`${value.slice(0, from)}${before}${value.slice(from, to)}${after}${value.slice(to)}`);
    window.setTimeout(() => {
      field?.focus();
      field?.setSelectionRange(from + before.length, to + before.length);
    });
  };
  const keys = (event: React.KeyboardEvent) => {
    if (!formatted || !(event.ctrlKey || event.metaKey)) return;
    const mark = { b: "b", i: "i" }[event.key.toLowerCase()];
    if (mark === undefined) return;
    event.preventDefault();
    insert(`<${mark}>`, `</${mark}>`);
  };
  return (
    <Textarea
      ref={area}
      label={label}
      description={description}
      autosize
      minRows={rows}
      maxRows={14}
      value={value}
      readOnly={readOnly}
      error={error}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={keys}
      inputWrapperOrder={["label", "description", "input", "error"]}
      inputContainer={(input) => (
        <>
          {input}
          {readOnly ? null : (
            <Group gap={2} mt={2}>
              {formatted ? (
                <>
                  <Tool label={W.bold} act={() => insert("<b>", "</b>")}>
                    <IconBold size={15} aria-hidden />
                  </Tool>
                  <Tool label={W.italic} act={() => insert("<i>", "</i>")}>
                    <IconItalic size={15} aria-hidden />
                  </Tool>
                  <Tool label={W.link} act={() => insert(`<a href="${W.linkHref}">`, "</a>")}>
                    <IconLink size={15} aria-hidden />
                  </Tool>
                </>
              ) : null}
              <Menu position="bottom-start" withinPortal>
                <Menu.Target>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="sm"
                    aria-label={W.variable}
                    title={W.variable}
                  >
                    <IconBraces size={15} aria-hidden />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown mah={280} style={{ overflowY: "auto" }}>
                  {variables.map((name) => (
                    <Menu.Item key={name} onClick={() => insert(`{${name}}`, "")}>
                      <code>{`{${name}}`}</code>
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
            </Group>
          )}
        </>
      )}
    />
  );
}

function Tool({ label, act, children }: { label: string; act(): void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} onClick={act}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

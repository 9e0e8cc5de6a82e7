import { TextInput } from "@mantine/core";
import { call, problemText, useAct } from "@promostack/web/kit";
import { useState } from "react";
import { TEMPLATES, template } from "../base.ts";
import { words as W } from "./texts.ts";

/** Where the name stands, while it is changed: Enter and leaving it save, Escape does not. */
export function RenameField({ id, name, close }: { id: string; name: string; close(): void }) {
  const [text, setText] = useState(name);
  const rename = useAct<string>({
    act: (to) => call(template(id), { method: "PATCH", body: { name: to } }),
    changes: [TEMPLATES],
    tell: false,
    onDone: close,
  });
  const save = () => {
    const wanted = text.trim();
    if (wanted === "" || wanted === name) close();
    else if (!rename.isPending) rename.mutate(wanted);
  };
  return (
    <TextInput
      size="xs"
      style={{ flex: 1 }}
      aria-label={W.renameLabel}
      maxLength={80}
      value={text}
      error={problemText(rename.error)}
      ref={focusAll}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={save}
      onKeyDown={({ key }) => {
        if (key === "Enter") save();
        if (key === "Escape") close();
      }}
    />
  );
}

function focusAll(field: HTMLInputElement | null): void {
  field?.select();
}

import { TextInput } from "@mantine/core";
import { call, FormModal, problemText, useAct } from "@promostack/web/kit";
import { useState } from "react";
import type { ListedTemplate } from "../../templates/api.ts";
import { TEMPLATES, template } from "../base.ts";
import { words as W } from "./texts.ts";

interface RenameProps {
  item: Pick<ListedTemplate, "id" | "name">;
  close(): void;
}

/** Asks for another name. */
export function RenameDialog({ item: { id, name }, close }: RenameProps) {
  const [text, setText] = useState(name);
  const wanted = text.trim();
  const rename = useAct<void>({
    act: () => call(template(id), { method: "PATCH", body: { name: wanted } }),
    changes: [TEMPLATES],
    tell: false,
    onDone: close,
  });
  return (
    <FormModal
      title={W.renameTitle(name)}
      close={close}
      submit={() => rename.mutate()}
      label={W.rename}
      busy={rename.isPending}
      incomplete={wanted === ""}
    >
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
    </FormModal>
  );
}

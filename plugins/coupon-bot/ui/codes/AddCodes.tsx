import { Textarea } from "@mantine/core";
import { call, FormModal, Notice, notify, problemText, useAct } from "@promostack/web/kit";
import { useState } from "react";
import type { Added } from "../../codes/api.ts";
import { CodeRules, changeOf, NO_RULES } from "./CodeRules.tsx";
import { soundRows } from "./FieldRows.tsx";
import { LISTS, VALIDATORS } from "./paths.ts";
import { words as W } from "./texts.ts";

const L = W.list;

export interface CodeDialogProps {
  listId: string;
  close(): void;
}

/** Codes that are typed or pasted. */
export function AddCodes({ listId, close }: CodeDialogProps) {
  const [text, setText] = useState("");
  const [rules, setRules] = useState(NO_RULES);
  const count = text.split(/[\n\r,;]+/).filter((each) => each.trim() !== "").length;
  const path = `${LISTS}/${listId}`;
  const add = useAct<void, Added>({
    act: () => call<Added>(`${path}/codes`, { method: "POST", body: { text, ...changeOf(rules) } }),
    changes: [path, VALIDATORS],
    tell: false,
    onDone({ added, known, refused }) {
      void notify({ tone: "good", message: L.added(added, known) });
      if (refused.length === 0) close();
      else setText(refused.join("\n"));
    },
  });
  const ready = count > 0 && soundRows(rules.rows);
  const refused = add.data?.refused.length ?? 0;
  return (
    <FormModal
      title={L.add}
      size="lg"
      close={close}
      submit={() => add.mutate()}
      label={L.adding(count)}
      busy={add.isPending}
      incomplete={!ready}
      problem={problemText(add.error)}
    >
      {refused === 0 ? null : (
        <Notice tone="warn" title={L.refusedTitle(refused)}>
          {W.trial.none}
        </Notice>
      )}
      <Textarea
        label={L.addField}
        description={L.addText}
        value={text}
        minRows={5}
        maxRows={14}
        autosize
        maxLength={100_000}
        spellCheck={false}
        classNames={{ input: "code" }}
        data-autofocus
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <details>
        <summary>{L.rulesOfThese}</summary>
        <CodeRules draft={rules} change={setRules} />
      </details>
    </FormModal>
  );
}

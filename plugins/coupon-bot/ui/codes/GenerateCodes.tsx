import { NumberInput, SimpleGrid, Text, TextInput } from "@mantine/core";
import { call, FormModal, problemText, useAct } from "@promostack/web/kit";
import { useState } from "react";
import type { CodeDialogProps } from "./AddCodes.tsx";
import { CodeRules, changeOf, NO_RULES } from "./CodeRules.tsx";
import { soundRows } from "./FieldRows.tsx";
import { LISTS, VALIDATORS } from "./paths.ts";
import { words as W } from "./texts.ts";

const L = W.list;
/** Shown, never made. */
const SAMPLE = "K7WQ4ZBN2XGT9RVC";

/** Codes that nobody guesses. */
export function GenerateCodes({ listId, close }: CodeDialogProps) {
  const [count, setCount] = useState(100);
  const [prefix, setPrefix] = useState("");
  const [length, setLength] = useState(8);
  const [rules, setRules] = useState({ ...NO_RULES, mostUses: 1 as number | undefined });
  const path = `${LISTS}/${listId}`;
  const make = useAct<void, { count: number }>({
    act: () =>
      call<{ count: number }>(`${path}/generations`, {
        method: "POST",
        body: { count, prefix, length, ...changeOf(rules) },
      }),
    changes: [path, VALIDATORS],
    tell: false,
    done: (made) => L.generated(made.count),
    onDone: close,
  });
  const ready = soundRows(rules.rows);
  return (
    <FormModal
      title={L.generate}
      size="lg"
      close={close}
      submit={() => make.mutate()}
      label={L.generating(count)}
      busy={make.isPending}
      incomplete={!ready}
      problem={problemText(make.error)}
    >
      <Text size="sm" c="dimmed">
        {L.generateText}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <NumberInput
          label={L.count}
          value={count}
          min={1}
          max={10_000}
          clampBehavior="strict"
          allowDecimal={false}
          data-autofocus
          onChange={(next) => setCount(typeof next === "number" ? next : 1)}
        />
        <TextInput
          label={L.prefix}
          placeholder="VIP-"
          value={prefix}
          maxLength={24}
          classNames={{ input: "code" }}
          onChange={({ currentTarget }) => setPrefix(written(currentTarget.value))}
        />
        <NumberInput
          label={L.length}
          value={length}
          min={4}
          max={16}
          clampBehavior="strict"
          allowDecimal={false}
          onChange={(next) => setLength(typeof next === "number" ? next : 8)}
        />
      </SimpleGrid>
      <Text size="sm">{L.looks(prefix + SAMPLE.slice(0, length))}</Text>
      <CodeRules draft={rules} change={setRules} />
    </FormModal>
  );
}

/** As codes are written, while it is typed. */
function written(text: string): string {
  return text
    .toUpperCase()
    .replace(/\s+/g, "-")
    .replace(/[^A-Z0-9_-]/g, "");
}

import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { call, problemText, Section, useAct, useMay } from "@promostack/web/kit";
import { useState } from "react";
import type { TrialResult } from "../../codes/api.ts";
import { TRIALS } from "./paths.ts";
import { TrialSteps } from "./TrialSteps.tsx";
import { words as W } from "./texts.ts";

interface TrialPanelProps {
  /** Nothing is in use. */
  open: boolean;
  /** Asks this way instead of all that are in use. */
  ask?(code: string, person: string | undefined): Promise<TrialResult>;
}

/** A code, and what each validator would say of it. */
export function TrialPanel({ open, ask }: TrialPanelProps) {
  const [code, setCode] = useState("");
  const [person, setPerson] = useState("");
  const may = useMay("member");
  const wrong = person !== "" && !/^\d{1,20}$/.test(person);
  const run = useAct<void, TrialResult>({
    act: () => {
      const asker = person === "" ? undefined : person;
      return ask === undefined
        ? call<TrialResult>(TRIALS, { method: "POST", body: { code, person: asker } })
        : ask(code, asker);
    },
    tell: false,
  });
  if (!may) return null;
  return (
    <Section title={W.trial.title} intro={W.trial.intro}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (code.trim() !== "" && !wrong) run.mutate();
        }}
      >
        <Stack gap="sm">
          <Group align="flex-end" gap="xs" wrap="nowrap">
            <TextInput
              flex={1}
              label={W.trial.code}
              placeholder={W.trial.placeholder}
              value={code}
              maxLength={4_096}
              autoComplete="off"
              spellCheck={false}
              classNames={{ input: "code" }}
              onChange={({ currentTarget }) => setCode(currentTarget.value)}
            />
            <Button type="submit" loading={run.isPending} disabled={code.trim() === "" || wrong}>
              {W.trial.run}
            </Button>
          </Group>
          <TextInput
            label={W.trial.person}
            description={W.trial.personHelp}
            value={person}
            inputMode="numeric"
            error={wrong}
            onChange={({ currentTarget }) => setPerson(currentTarget.value.trim())}
          />
          {run.error === null ? null : (
            <Text role="alert" size="sm" c="var(--mantine-color-error)">
              {problemText(run.error)}
            </Text>
          )}
          <div role="status">
            {run.data === undefined ? null : (
              <TrialSteps result={run.data} open={open && ask === undefined} />
            )}
          </div>
        </Stack>
      </form>
    </Section>
  );
}

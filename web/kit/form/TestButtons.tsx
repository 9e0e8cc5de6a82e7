import { Button, Text } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Status } from "../show/states.tsx";
import classes from "./SchemaForm.module.css";
import { texts } from "./texts.ts";

/** A button that tries what the form holds, before it is saved. */
export interface FormTest {
  name: string;
  /** What the button says. */
  title: string;
  /** Field beside which it stands; at the end of the form when absent. */
  field?: string;
}

export interface FormTestResult {
  ok: boolean;
  message: string;
  hint?: string;
}

/** What fields find in the form's context. */
export interface Trials {
  tests: readonly FormTest[];
  /** What is typed now: an answer about something else is no answer. */
  typed: unknown;
  run(test: string): Promise<FormTestResult>;
}

/** The tests beside one field, each with its answer. */
export function TestButtons({ trials, field }: { trials: Trials | undefined; field: string | undefined }) {
  const tests = trials?.tests.filter((test) => test.field === field) ?? [];
  if (trials === undefined || tests.length === 0) return null;
  return tests.map((test) => <TestButton key={test.name} test={test} trials={trials} />);
}

function TestButton({ test, trials: { typed, run } }: { test: FormTest; trials: Trials }) {
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<{ of: unknown; result: FormTestResult }>();
  const result = answer !== undefined && answer.of === typed ? answer.result : undefined;
  useEffect(() => {
    if (answer !== undefined && answer.of !== typed) setAnswer(undefined);
  }, [answer, typed]);
  const press = async () => {
    setBusy(true);
    setAnswer({ of: typed, result: await run(test.name) });
    setBusy(false);
  };
  return (
    <div className={classes.test}>
      <Button
        type="button"
        size="compact-sm"
        variant="default"
        leftSection={<IconPlayerPlay size={14} aria-hidden />}
        loading={busy}
        onClick={() => void press()}
      >
        {test.title}
      </Button>
      <div role="status" className={classes.answer}>
        {result === undefined ? null : (
          <>
            <Status tone={result.ok ? "good" : "bad"}>{result.ok ? texts.passed : texts.failed}</Status>
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {result.message}
              {result.hint === undefined ? null : ` ${result.hint}`}
            </Text>
          </>
        )}
      </div>
    </div>
  );
}

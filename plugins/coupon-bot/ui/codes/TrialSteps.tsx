import { Code, Stack, Text } from "@mantine/core";
import { Notice, Status, type Tone } from "@promostack/web/kit";
import type { TrialAnswer, TrialResult } from "../../codes/api.ts";
import classes from "./Codes.module.css";
import { words as W } from "./texts.ts";

const T = W.trial;
export const ANSWER_TONES: Record<TrialAnswer["state"], Exclude<Tone, "quiet">> = {
  valid: "good",
  invalid: "bad",
  unsure: "warn",
};

/** What came of trying a code: the verdict, and what each said for it. */
export function TrialSteps({
  result: { code, answer, steps },
  open,
}: {
  result: TrialResult;
  open: boolean;
}) {
  if (code === "")
    return (
      <Text size="sm" c="var(--mantine-color-error)">
        {T.none}
      </Text>
    );
  return (
    <Stack gap="sm">
      <Notice tone={ANSWER_TONES[answer.state]} title={T.verdict[answer.state]}>
        <Text size="sm">{T.understood(code)}</Text>
        <Text size="sm">{open ? T.openText : wordsOf(answer)}</Text>
      </Notice>
      <ol className={classes.steps}>
        {steps.map((step) => (
          <li key={step.id} data-idle={step.idle || undefined}>
            <div className={classes.stepHead}>
              <Text size="sm" fw={550} className="clip">
                {step.title}
              </Text>
              {step.idle ? (
                <Status tone="quiet">{T.idle}</Status>
              ) : (
                <Status tone={ANSWER_TONES[step.answer.state]}>{shortOf(step.answer)}</Status>
              )}
            </div>
            <Text size="xs" c="dimmed" className="figure">
              {[
                T.took(step.milliseconds),
                step.status === undefined ? "" : T.http(step.status),
                step.attempts === undefined || step.attempts < 2 ? "" : T.attempts(step.attempts),
              ]
                .filter((each) => each !== "")
                .join(" · ")}
            </Text>
            {step.answer.why === undefined ? null : <Text size="xs">{step.answer.why}</Text>}
            {step.answer.message === undefined ? null : (
              <Text size="xs">
                {T.says}: “{step.answer.message}”
              </Text>
            )}
            <Values values={step.answer.values ?? {}} />
            {step.text === undefined || step.text === "" ? null : (
              <details>
                <summary>{T.raw}</summary>
                <Code block className={classes.raw}>
                  {pretty(step.text)}
                </Code>
              </details>
            )}
          </li>
        ))}
      </ol>
    </Stack>
  );
}

function Values({ values }: { values: Readonly<Record<string, string>> }) {
  const found = Object.entries(values);
  if (found.length === 0) return null;
  return (
    <Text size="xs" component="div">
      {T.values}:{" "}
      {found.map(([name, value]) => (
        <span key={name} className={classes.value}>
          <span className="code">{`{${name}}`}</span> {value}
        </span>
      ))}
    </Text>
  );
}

function shortOf({ state, reason }: TrialAnswer): string {
  return state === "invalid" && reason !== undefined ? W.reasons[reason] : W.answers[state];
}

function wordsOf(answer: TrialAnswer): string {
  if (answer.state === "unsure") return T.unsureText;
  if (answer.state === "invalid") return answer.reason === undefined ? "" : W.reasons[answer.reason];
  return answer.label ?? "";
}

/** JSON in lines; anything else as it came. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

import { Stack, Text, UnstyledButton } from "@mantine/core";
import { IconAlertCircle, IconAlertTriangle } from "@tabler/icons-react";
import { stepName } from "../../../graph/stepName.ts";
import classes from "../Editor.module.css";
import { stepOf, useEditor } from "../editor.ts";
import { words as W } from "../texts.ts";

/** What the check found; a press leads to the step. */
export function ProblemList() {
  const { problems, journey, lookAt, show } = useEditor();
  if (problems === undefined) return <Text c="dimmed">{W.checking}</Text>;
  if (problems.length === 0) return <Text c="dimmed">{W.noProblems}</Text>;
  const lead = (step: string | undefined) => {
    if (step === undefined) show("journey");
    else lookAt(step);
  };
  return (
    <Stack gap={4} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
      {problems.map(({ severity, step, trigger, message, fix }) => {
        const at = step === undefined ? undefined : stepOf(journey, step);
        const Icon = severity === "error" ? IconAlertCircle : IconAlertTriangle;
        return (
          <li key={`${step ?? ""} ${trigger ?? ""} ${message}`}>
            <UnstyledButton className={classes.problem} onClick={() => lead(at?.id)}>
              <Icon
                size={17}
                className={severity === "error" ? "sell" : "warn"}
                aria-hidden
                style={{ flex: "none" }}
              />
              <span>
                {at === undefined ? null : (
                  <Text size="xs" c="dimmed">
                    {stepName(at)}
                  </Text>
                )}
                <Text size="sm">{message}</Text>
                {fix === undefined ? null : (
                  <Text size="xs" c="dimmed">
                    {fix}
                  </Text>
                )}
              </span>
            </UnstyledButton>
          </li>
        );
      })}
    </Stack>
  );
}

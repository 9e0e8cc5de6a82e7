import { Code, ScrollArea, Skeleton, Stack, Tabs, Text } from "@mantine/core";
import type { ReleaseDetail } from "../api/strategies.ts";
import { useResource } from "../kit/api/resource.ts";
import { Markdown } from "../kit/show/Markdown.tsx";
import { ErrorState, Status, type Tone } from "../kit/show/states.tsx";
import classes from "./Admin.module.css";
import { strategyWords as W } from "./strategyTexts.ts";

const TONES: Record<string, Tone> = { passed: "good", warned: "warn", failed: "bad", skipped: "quiet" };

/** What is in a release, for who has to decide on it: README, checks, files, and the script that runs. */
export function ReleaseInside({ id, version }: { id: string; version: string }) {
  const { data, error, refetch } = useResource<ReleaseDetail>(
    `/api/admin/strategies/${id}/releases/${encodeURIComponent(version)}`,
  );
  if (error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={200} />;
  const { readme, checks, files, script, integrity } = data;
  return (
    <Tabs defaultValue="checks" keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="checks">{W.checks}</Tabs.Tab>
        {readme === undefined ? null : <Tabs.Tab value="readme">{W.readme}</Tabs.Tab>}
        <Tabs.Tab value="files">{W.files}</Tabs.Tab>
        <Tabs.Tab value="script">{W.script}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="checks" pt="sm">
        <Checks checks={checks} />
      </Tabs.Panel>
      {readme === undefined ? null : (
        <Tabs.Panel value="readme" pt="sm">
          <Markdown text={readme} />
        </Tabs.Panel>
      )}
      <Tabs.Panel value="files" pt="sm">
        <Stack gap="xs">
          <Text size="sm">
            {W.content} <code className={classes.fingerprint}>{integrity}</code>
          </Text>
          <ul className={classes.list}>
            {files.map(({ path, bytes }) => (
              <li key={path}>
                <code>{path}</code> <span className="muted">{bytes.toLocaleString()} B</span>
              </li>
            ))}
          </ul>
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="script" pt="sm">
        <Text size="sm" c="dimmed" mb="xs">
          {W.scriptText}
        </Text>
        <Long text={script} label={W.script} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Checks({ checks }: Pick<ReleaseDetail, "checks">) {
  return (
    <Stack gap="sm">
      {(checks.series ?? []).map(({ series, checks: outcomes, findings }) => (
        <Stack key={series} gap={4}>
          <Text size="sm" fw={550}>
            {series}
          </Text>
          <ul className={classes.checks}>
            {outcomes.map(({ check, state, detail }) => (
              <li key={check}>
                <Status tone={TONES[state] ?? "quiet"}>{check}</Status>{" "}
                <Text component="span" size="sm" c="dimmed">
                  {detail}
                </Text>
              </li>
            ))}
          </ul>
          {findings.map(({ check, what, fix }) => (
            <Text key={`${check} ${what}`} size="sm">
              {what} <span className="muted">{fix}</span>
            </Text>
          ))}
        </Stack>
      ))}
    </Stack>
  );
}

/** A stranger's text, as text: nothing of it is rendered. */
function Long({ text, label }: { text: string; label: string }) {
  return (
    <ScrollArea.Autosize mah={360} viewportProps={{ tabIndex: 0, "aria-label": label }}>
      <Code block className={classes.wrapped}>
        {text}
      </Code>
    </ScrollArea.Autosize>
  );
}

import { Button, Checkbox, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { Install, InstallConsent } from "../../api/installs.ts";
import { call } from "../../kit/api/client.ts";
import { useAct } from "../../kit/api/resource.ts";
import { Section } from "../../kit/page/Page.tsx";
import { Notice, Status } from "../../kit/show/states.tsx";
import classes from "./Install.module.css";
import { installWords as W } from "./texts.ts";

interface ConsentProps {
  path: string;
  consent: InstallConsent;
  upgrade: boolean;
  agreed(install: Install): void;
}

/** What a release may do, what of it is new, who made it: and the button that lets it run. */
export function Consent({ path, consent, upgrade, agreed }: ConsentProps) {
  const { asks, adds, drops, settingsProblems, publisher } = consent;
  const [compared, setCompared] = useState(false);
  const unknown = publisher.state === "unknown";
  const agree = useAct<void, Install>({
    act: () =>
      call<Install>(`${path}/consent`, {
        method: "POST",
        body: unknown && publisher.fingerprint !== undefined ? { fingerprint: publisher.fingerprint } : {},
      }),
    done: W.agreed,
    changes: ["/api/admin/installs", "/api/admin/publishers"],
    onDone: agreed,
  });
  const others = asks.filter((each) => !adds.includes(each));
  return (
    <Section title={W.consent} intro={W.consentText}>
      <Stack gap="md">
        {upgrade && adds.length > 0 ? (
          <Notice tone="warn" title={W.adds}>
            <Lines of={adds} />
          </Notice>
        ) : null}
        {upgrade && adds.length === 0 ? <Text>{W.same}</Text> : null}
        {(upgrade ? others : asks).length === 0 ? null : (
          <Part title={upgrade && adds.length > 0 ? W.asksStill : W.asks}>
            <Lines of={upgrade ? others : asks} />
          </Part>
        )}
        {drops.length === 0 ? null : (
          <Part title={W.drops}>
            <Lines of={drops} />
          </Part>
        )}
        {settingsProblems.length === 0 ? null : (
          <Part title={W.settings} text={W.settingsText}>
            <Lines of={settingsProblems.map(({ tenant, problem }) => `${tenant}: ${problem}`)} />
          </Part>
        )}
        <Part title={W.publisher}>
          <Text>
            {publisher.name}{" "}
            {publisher.state === "approved" ? (
              <Status tone="good">{W.known}</Status>
            ) : (
              <Status tone="warn">{publisher.state}</Status>
            )}
          </Text>
          {publisher.fingerprint === undefined ? null : (
            <code className={classes.fingerprint}>{publisher.fingerprint}</code>
          )}
          {publisher.differs ? <Text className="bad">{W.differsText}</Text> : null}
          {unknown ? <Text c="dimmed">{W.unknownText}</Text> : null}
          {publisher.state === "unsigned" ? <Text className="bad">{W.unsignedText}</Text> : null}
        </Part>
        <Text size="sm" c="dimmed" maw={720}>
          {W.inProcess}
        </Text>
        {unknown ? (
          <Checkbox
            label={W.compared}
            checked={compared}
            onChange={(event) => setCompared(event.currentTarget.checked)}
          />
        ) : null}
        <Button
          w="max-content"
          disabled={unknown && !compared}
          loading={agree.isPending}
          onClick={() => agree.mutate()}
        >
          {W.agree}
        </Button>
      </Stack>
    </Section>
  );
}

function Part({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <Stack gap={4}>
      <Text fw={550}>{title}</Text>
      {text === undefined ? null : (
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      )}
      {children}
    </Stack>
  );
}

function Lines({ of: lines }: { of: readonly string[] }) {
  return (
    <ul className={classes.list}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

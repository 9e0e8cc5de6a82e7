import {
  Alert,
  Anchor,
  Badge,
  Box,
  Button,
  Code,
  CopyButton,
  Group,
  Stack,
  Text,
  Title,
} from "@mantine/core";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconInfoCircle,
  IconRefresh,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ApiError } from "../api/error.ts";
import { texts } from "../texts.ts";

/** What a list or page is for, while there is nothing in it, and the first step. */
export function Empty({
  icon,
  title,
  children,
  action,
  whole,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** All that there is of the page: its title is the page's. */
  whole?: boolean;
}) {
  return (
    <Stack align="center" gap="xs" py={48} px="md" ta="center">
      {icon === undefined ? null : (
        <Box c="var(--ink-accent)" aria-hidden style={{ display: "grid", placeItems: "center" }}>
          {icon}
        </Box>
      )}
      <Title order={whole ? 1 : 3} size="h3">
        {title}
      </Title>
      {children === undefined ? null : (
        <Text c="dimmed" maw={460}>
          {children}
        </Text>
      )}
      {action === undefined ? null : <Box mt="xs">{action}</Box>}
    </Stack>
  );
}

/** What happened, why, and the way out. */
export function ErrorState({
  error,
  retry,
  report,
  whole,
}: {
  error: Error;
  retry?: () => void;
  /** All that there is of the page: what happened is the page's title. */
  whole?: boolean;
  /** A line for whoever is asked for help: what failed, where and when. */
  report?: string;
}) {
  const known = error instanceof ApiError ? error : undefined;
  return (
    <Stack align="center" gap="xs" py={40} px="md" ta="center" role="alert">
      <IconAlertTriangle size={28} stroke={1.6} className="warn" aria-hidden />
      <Title order={whole ? 1 : 3} size="h3">
        {known === undefined ? texts.pageFailed : error.message}
      </Title>
      <Text c="dimmed" maw={460}>
        {known === undefined ? error.message : (known.hint ?? texts.tryAgainLater)}
      </Text>
      {known?.requestId === undefined ? null : (
        <Text size="xs" c="dimmed">
          {texts.requestId} <Code>{known.requestId}</Code>
        </Text>
      )}
      {retry === undefined ? null : (
        <Button mt="xs" variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={retry}>
          {texts.tryAgain}
        </Button>
      )}
      {report === undefined ? null : <Report line={report} />}
    </Stack>
  );
}

function Report({ line }: { line: string }) {
  return (
    <Stack gap={6} align="center" mt="md" maw={560}>
      <Text size="xs" c="dimmed">
        {texts.slot.tell}
      </Text>
      <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", textAlign: "start" }}>
        {line}
      </Code>
      <CopyButton value={line}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={copy}>
            {copied ? texts.slot.copied : texts.slot.copy}
          </Button>
        )}
      </CopyButton>
    </Stack>
  );
}

export type Tone = "good" | "warn" | "bad" | "info" | "quiet";

const TONES = {
  good: { color: "teal", Icon: IconCircleCheck },
  warn: { color: "amber", Icon: IconAlertTriangle },
  bad: { color: "coral", Icon: IconCircleX },
  info: { color: "blue", Icon: IconInfoCircle },
  quiet: { color: "gray", Icon: undefined },
} as const;

/** A state by colour, mark and word. */
export function Status({ tone, children }: { tone: Tone; children: ReactNode }) {
  const { color, Icon } = TONES[tone];
  return (
    <Badge color={color} leftSection={Icon && <Icon size={12} aria-hidden />} miw="max-content">
      {children}
    </Badge>
  );
}

/** Something to know or to fix, with the way to it. */
export function Notice({
  tone,
  title,
  children,
  action,
}: {
  tone: Exclude<Tone, "quiet">;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  const { color, Icon } = TONES[tone];
  return (
    <Alert color={color} icon={<Icon size={18} aria-hidden />} title={title} p="sm">
      <Group justify="space-between" gap="sm">
        <Box style={{ flex: "1 1 260px" }}>{children}</Box>
        {action}
      </Group>
    </Alert>
  );
}

/** Words that name the problem, for the place beside a field. */
export function problemText(error: Error | null): string | undefined {
  if (error === null) return undefined;
  const hint = error instanceof ApiError ? error.hint : undefined;
  return hint === undefined ? error.message : `${error.message} ${hint}`;
}

export function OutsideLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Anchor href={href} target="_blank" rel="noreferrer">
      {children}
    </Anchor>
  );
}

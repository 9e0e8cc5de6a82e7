import { Box, Group, Stack, Text, Title } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import { PageLink } from "./PageLink.tsx";

interface PageProps {
  title: string;
  /** One line under the title. */
  intro?: ReactNode;
  /** Beside the title: a state. */
  mark?: ReactNode;
  /** The page's main acts. */
  actions?: ReactNode;
  back?: { to: string; label: string };
  wide?: boolean;
  children: ReactNode;
}

/** A page's frame: one heading, its acts, its content. Names the browser's tab. */
export function Page({ title, intro, mark, actions, back, wide, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · PromoStack`;
  }, [title]);
  return (
    <Stack gap="md" maw={wide ? 1480 : 1160} mx="auto" w="100%">
      <Box component="header">
        {back === undefined ? null : (
          <PageLink
            to={back.to}
            className="muted"
            style={{ display: "inline-flex", alignItems: "center", gap: 4, marginBottom: 4 }}
          >
            <IconChevronLeft size={14} className="points" aria-hidden />
            {back.label}
          </PageLink>
        )}
        <Group justify="space-between" align="flex-start" gap="sm">
          <Box style={{ flex: "1 1 260px", minWidth: 0 }}>
            <Group gap="sm">
              <Title order={1}>{title}</Title>
              {mark}
            </Group>
            {intro === undefined ? null : (
              <Text c="dimmed" mt={2} maw={720}>
                {intro}
              </Text>
            )}
          </Box>
          {actions === undefined ? null : <Group gap="xs">{actions}</Group>}
        </Group>
      </Box>
      {children}
    </Stack>
  );
}

/** A titled part of a page. */
export function Section({
  title,
  intro,
  actions,
  children,
  plain,
}: {
  title?: string;
  intro?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  plain?: boolean;
}) {
  return (
    <Box component="section" className={plain ? undefined : "card"} p={plain ? 0 : "md"}>
      {title === undefined ? null : (
        <Group justify="space-between" align="flex-start" mb="sm" gap="xs">
          <Box style={{ flex: "1 1 260px", minWidth: 0 }}>
            <Title order={2}>{title}</Title>
            {intro === undefined ? null : <Text c="dimmed">{intro}</Text>}
          </Box>
          {actions === undefined ? null : <Group gap="xs">{actions}</Group>}
        </Group>
      )}
      {children}
    </Box>
  );
}

import { Box, Table, Text } from "@mantine/core";
import { Count, Percent, type Query, Section } from "@promostack/web/kit";
import classes from "./Numbers.module.css";
import { SavedAs } from "./SavedAs.tsx";
import { words as W } from "./texts.ts";
import { useLinks } from "./useNumbers.ts";

/** Clicks on link buttons; nothing where the version has none. */
export function Links({ id, query }: { id: string; query: Query }) {
  const { rows, server } = useLinks(id, query);
  if (rows.length === 0) return null;
  return (
    <Section title={W.links} intro={W.linksIntro} actions={<SavedAs what={W.links} file={server?.file} />}>
      <Table.ScrollContainer minWidth={520}>
        <Table aria-label={W.links}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{W.button}</Table.Th>
              <Table.Th>{W.step}</Table.Th>
              <Table.Th ta="end">{W.clicks}</Table.Th>
              <Table.Th ta="end">{W.people}</Table.Th>
              <Table.Th ta="end">{W.rate}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ step, name, button, text, url, clicks, people, share }) => (
              <Table.Tr key={`${step} ${button}`}>
                <Table.Td>
                  {text}
                  <Text size="xs" c="dimmed" className={`${classes.name} clip`} title={url}>
                    {url}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Box className={`${classes.name} clip`} title={name}>
                    {name}
                  </Box>
                </Table.Td>
                <Table.Td ta="end">
                  <Count value={clicks} />
                </Table.Td>
                <Table.Td ta="end">
                  <Count value={people} />
                </Table.Td>
                <Table.Td ta="end">
                  <Percent value={share} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

import { ActionIcon, Box, Group, Skeleton, Table, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { Count, ErrorState, Explained, lengthText, Percent, type Query, Section } from "@promostack/web/kit";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import type { ExitNumbers, StepNumbers } from "../../numbers/api.ts";
import { Bar } from "./Bar.tsx";
import classes from "./Numbers.module.css";
import { SavedAs } from "./SavedAs.tsx";
import { words as W } from "./texts.ts";
import { useExits, useSteps } from "./useNumbers.ts";

/** Each step with how many came, stand there and ended there; its ways out on demand. */
export function Funnel({ id, query }: { id: string; query: Query }) {
  const steps = useSteps(id, query);
  const exits = useExits(id, query);
  const [open, setOpen] = useState<string>();
  const phone = useMediaQuery("(max-width: 42em)") ?? false;
  if (steps.error !== null && steps.rows.length === 0)
    return <ErrorState error={steps.error} retry={steps.retry} />;
  if (steps.pending) return <Skeleton h={320} />;
  const names = new Map(steps.rows.map(({ step, name }) => [step, name]));
  return (
    <Section
      title={W.funnel}
      intro={W.funnelIntro}
      actions={<SavedAs what={W.funnel} file={steps.server?.file} />}
    >
      {phone ? (
        <Steps rows={steps.rows} />
      ) : (
        <Table.ScrollContainer minWidth={720}>
          <Table aria-label={W.funnel} verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{W.step}</Table.Th>
                <Table.Th w="22%" aria-hidden />
                <Table.Th ta="end">
                  <Explained meaning={W.reachedMeaning}>{W.reached}</Explained>
                </Table.Th>
                <Table.Th ta="end">{W.here}</Table.Th>
                <Table.Th ta="end">
                  <Explained meaning={W.endedMeaning}>{W.ended}</Explained>
                </Table.Th>
                <Table.Th ta="end">
                  <Explained meaning={W.stayMeaning}>{W.stay}</Explained>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {steps.rows.map((row) => (
                <Fragment key={row.step}>
                  <StepRow
                    row={row}
                    open={open === row.step}
                    toggle={() => setOpen(open === row.step ? undefined : row.step)}
                  />
                  {open === row.step ? (
                    <Table.Tr>
                      <Table.Td colSpan={6}>
                        <Ways
                          name={row.name}
                          names={names}
                          exits={exits.rows.filter(({ step }) => step === row.step)}
                        />
                      </Table.Td>
                    </Table.Tr>
                  ) : null}
                </Fragment>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  );
}

/** The same on a phone: a step below the other. */
function Steps({ rows }: { rows: readonly StepNumbers[] }) {
  return (
    <ul className={classes.steps}>
      {rows.map(({ step, name, walks, share, inside, ended }) => (
        <li key={step}>
          <div>{name}</div>
          <Bar share={share} />
          <Text size="sm" c="dimmed">
            {W.phoneLine(walks, share, inside, ended)}
          </Text>
        </li>
      ))}
    </ul>
  );
}

function StepRow({ row, open, toggle }: { row: StepNumbers; open: boolean; toggle(): void }) {
  const { name, walks, share, stays, inside, ended, median, p90 } = row;
  const Mark = open ? IconChevronDown : IconChevronRight;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={4} wrap="nowrap" className={classes.name}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-expanded={open}
            aria-label={W.waysOf(name)}
            onClick={toggle}
          >
            <Mark size={16} aria-hidden />
          </ActionIcon>
          <Box className="clip" title={name}>
            {name}
          </Box>
        </Group>
      </Table.Td>
      <Table.Td aria-hidden>
        <Bar share={share} />
      </Table.Td>
      <Table.Td ta="end" className={classes.line}>
        <Count value={walks} />{" "}
        <Text component="span" size="sm" c="dimmed">
          <Percent value={share} />
        </Text>
        {stays > walks && walks > 0 ? (
          <Text size="xs" c="dimmed">
            {W.again((stays / walks).toLocaleString(undefined, { maximumFractionDigits: 1 }))}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td ta="end">
        <Count value={inside} />
      </Table.Td>
      <Table.Td ta="end" className={classes.line}>
        <Count value={ended} />{" "}
        {walks === 0 || ended === 0 ? null : (
          <Text component="span" size="sm" c="dimmed">
            <Percent value={ended / walks} />
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="end">
        {median === null || p90 === null ? <Count value={null} /> : <Stay median={median} p90={p90} />}
      </Table.Td>
    </Table.Tr>
  );
}

function Stay({ median, p90 }: { median: number; p90: number }) {
  return (
    <span className={`figure ${classes.line}`}>
      {lengthText(median)}{" "}
      <Text component="span" size="sm" c="dimmed">
        {W.stayRest(lengthText(p90))}
      </Text>
    </span>
  );
}

function Ways({
  name,
  names,
  exits,
}: {
  name: string;
  names: ReadonlyMap<string, string>;
  exits: ExitNumbers[];
}) {
  return (
    <ul className={classes.ways} aria-label={W.waysOf(name)}>
      {exits.map(({ exit, title, to, stays, share }) => (
        <li key={exit} className={classes.way}>
          <span>
            {title}{" "}
            <Text component="span" size="sm" c="dimmed">
              {to === "" ? W.ends : W.leadsTo(names.get(to) ?? to)}
            </Text>
          </span>
          <Bar share={share} />
          <span>
            <Count value={stays} />{" "}
            <Text component="span" size="sm" c="dimmed">
              <Percent value={share} />
            </Text>
          </span>
        </li>
      ))}
    </ul>
  );
}

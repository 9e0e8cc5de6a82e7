import { Skeleton, Table, Text } from "@mantine/core";
import { Count, ErrorState, Explained, Section, useResource } from "@promostack/web/kit";
import type { ReactNode } from "react";
import type { PhrasingCounts } from "../../wordsApi.ts";
import classes from "../Forex.module.css";
import { kindText, reasonText } from "./outcomeText.ts";
import { words as W } from "./texts.ts";

/** How often the AI was asked, how often its words held, and why not. */
export function AiCounts() {
  const { data, error, refetch } = useResource<PhrasingCounts>("/api/p/forex-signals/phrasings");
  return (
    <Section title={W.ai} intro={W.aiText}>
      {error !== null && data === undefined ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton h={80} />
      ) : data.asked === 0 ? (
        <Text c="dimmed">{W.neverAsked}</Text>
      ) : (
        <>
          <div className={classes.figures}>
            <Figure label={W.asked}>
              <Count value={data.asked} />
            </Figure>
            <Figure label={<Explained meaning={W.usedMeaning}>{W.used}</Explained>}>
              <Count value={data.used} />
            </Figure>
            <Figure label={<Explained meaning={W.tokensMeaning}>{W.tokens}</Explained>}>
              <Count value={data.promptTokens} /> + <Count value={data.completionTokens} />
            </Figure>
          </div>
          <Table className="figure" mt="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{W.kind}</Table.Th>
                <Table.Th>{W.outcome}</Table.Th>
                <Table.Th ta="end">{W.count}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.outcomes.map(({ kind, outcome, count }) => (
                <Table.Tr key={`${kind} ${outcome}`}>
                  <Table.Td>{kindText(kind)}</Table.Td>
                  <Table.Td>{reasonText(outcome)}</Table.Td>
                  <Table.Td ta="end">
                    <Count value={count} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </>
      )}
    </Section>
  );
}

function Figure({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <div className={`figure ${classes.number}`}>{children}</div>
    </div>
  );
}

import { Table, Text } from "@mantine/core";
import { Ago, Section, Status, useResource } from "@promostack/web/kit";
import { REASONS } from "../../codes/answer.ts";
import type { LastAnswers as Answers } from "../../codes/api.ts";
import { VALIDATORS } from "./paths.ts";
import { ANSWER_TONES } from "./TrialSteps.tsx";
import { words as W } from "./texts.ts";

const E = W.endpoint;
const SHOWN = 12;

/** What it said lately, to whom nobody had asked before. */
export function LastAnswers({ id }: { id: string }) {
  const { data } = useResource<Answers>(`${VALIDATORS}/${id}/answers`, {}, { every: 20_000 });
  const items = data?.items.slice(0, SHOWN) ?? [];
  return (
    <Section title={E.last} intro={E.lastText}>
      {items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {E.noneYet}
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={320}>
          <Table fz="xs" verticalSpacing={6} aria-label={E.last}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{E.when}</Table.Th>
                <Table.Th>{E.code}</Table.Th>
                <Table.Th>{E.answer}</Table.Th>
                <Table.Th ta="end">{E.time}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map(({ id: key, code, state, note, milliseconds, answeredAt }) => (
                <Table.Tr key={key}>
                  <Table.Td>
                    <Ago value={answeredAt} />
                  </Table.Td>
                  <Table.Td className="code">{code}</Table.Td>
                  <Table.Td>
                    <Status tone={ANSWER_TONES[state]}>{W.answers[state]}</Status>
                    {state === "valid" ? null : (
                      <Text size="xs" c="dimmed">
                        {state === "unsure" ? note : reasonText(note)}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td ta="end" style={{ whiteSpace: "nowrap" }}>
                    {W.trial.took(milliseconds)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  );
}

function reasonText(note: string): string {
  const reason = REASONS.find((each) => each === note);
  return reason === undefined ? note : W.reasons[reason];
}

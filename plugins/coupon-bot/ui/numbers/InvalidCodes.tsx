import { type Column, Count, DataTable, Empty, type Query, Section, Time } from "@promostack/web/kit";
import type { InvalidCode } from "../../numbers/api.ts";
import { reasonText, words as W } from "./texts.ts";
import { useInvalidCodes } from "./useNumbers.ts";

const COLUMNS: Column<InvalidCode>[] = [
  {
    id: "code",
    header: W.code,
    value: ({ code }) => code,
    cell: ({ code }) => <code>{code}</code>,
    sort: "code",
    phone: "title",
  },
  {
    id: "times",
    header: W.times,
    value: ({ times }) => times,
    cell: ({ times }) => <Count value={times} />,
    sort: "times",
    align: "end",
    phone: "corner",
  },
  {
    id: "people",
    header: W.people,
    value: ({ people }) => people,
    cell: ({ people }) => <Count value={people} />,
    align: "end",
  },
  { id: "reason", header: W.why, value: ({ reason }) => reasonText(reason) },
  {
    id: "last",
    header: W.last,
    value: ({ lastAt }) => lastAt,
    cell: ({ lastAt }) => <Time value={lastAt} />,
    sort: "last",
  },
  {
    id: "first",
    header: W.first,
    value: ({ firstAt }) => firstAt,
    cell: ({ firstAt }) => <Time value={firstAt} />,
    hidden: true,
  },
];

/** What people sent that was no valid code. */
export function InvalidCodes({ query }: { query: Query }) {
  return (
    <Section title={W.invalid} intro={W.invalidIntro} plain>
      <DataTable
        id="invalid-codes"
        label={W.invalid}
        columns={COLUMNS}
        source={useInvalidCodes(query)}
        rowId={({ code }) => code}
        empty={<Empty title={W.noInvalid}>{W.noInvalidText}</Empty>}
      />
    </Section>
  );
}

import { Skeleton } from "@mantine/core";
import { AsTable, Count, ErrorState, Plot, type Query, Section } from "@promostack/web/kit";
import type { DayNumbers } from "../../numbers/api.ts";
import { countScale } from "./countScale.ts";
import { dayText } from "./dayText.ts";
import { SavedAs } from "./SavedAs.tsx";
import { words as W } from "./texts.ts";
import { usePart } from "./useNumbers.ts";

/** Uses, pictures and people day by day, over the uses of the period before. */
export function Course({ query, compare }: { query: Query; compare: boolean }) {
  const { items: days, error, retry, file } = usePart<DayNumbers>("days", query);
  if (error !== null && days === undefined) return <ErrorState error={error} retry={retry} />;
  if (days === undefined) return <Skeleton h={320} />;
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return null;
  const values = {
    uses: days.map(({ uses }) => uses),
    pictures: days.map(({ pictures }) => pictures),
    before: days.map(({ usesBefore }) => usesBefore),
  };
  const reading = (index: number) => {
    const { day, uses, pictures, people, usesBefore } = days[index] ?? last;
    const now = W.dayRead(dayText(day), uses, pictures, people);
    return compare ? `${now} · ${W.beforeRead(usesBefore)}` : now;
  };
  return (
    <Section title={W.course} actions={<SavedAs what={W.course} file={file} />}>
      {days.length < 2 ? null : (
        <Plot
          label={W.courseLabel(values.uses.reduce((sum, each) => sum + each, 0).toLocaleString())}
          x={days.map((_, index) => index)}
          lines={[
            ...(compare
              ? [{ label: W.usesBefore, tone: "quiet" as const, values: values.before, dashed: true }]
              : []),
            { label: W.pictures, tone: "up", values: values.pictures },
            { label: W.uses, tone: "accent", values: values.uses, filled: true },
          ]}
          scale={countScale([values.uses, values.pictures, ...(compare ? [values.before] : [])])}
          ends={[dayText(first.day), dayText(last.day)]}
          format={(value) => value.toLocaleString()}
          reading={reading}
        />
      )}
      <AsTable
        head={[W.day, W.uses, W.pictures, W.people, ...(compare ? [W.usesBefore] : [])]}
        rows={days.map(({ day, uses, pictures, people, usesBefore }) => ({
          key: day,
          cells: [
            dayText(day),
            <Count key="uses" value={uses} />,
            <Count key="pictures" value={pictures} />,
            <Count key="people" value={people} />,
            ...(compare ? [<Count key="before" value={usesBefore} />] : []),
          ],
        }))}
      />
    </Section>
  );
}

import { Group, Select, TextInput } from "@mantine/core";
import { useAddress, useResource } from "@promostack/web/kit";
import type { ReportChoices } from "../../report/live/choices.ts";
import { PERIODS, periodOf } from "./period.ts";
import { words as W } from "./texts.ts";

/** Period, strategy and symbol of the report, kept in the address. */
export function Filters() {
  const [words, change] = useAddress();
  const { data } = useResource<ReportChoices>(
    "/api/p/forex-signals/performance/choices",
    {},
    { topics: ["signals"] },
  );
  const period = periodOf(words);
  const turn = (next: string | null) =>
    change({
      period: next === null || next === "all" ? undefined : next,
      from: undefined,
      to: undefined,
    });
  return (
    <Group gap="xs" align="flex-end" role="search" aria-label={W.filters}>
      <Select
        label={W.period}
        data={PERIODS.map((value) => ({ value, label: W.periods[value] }))}
        value={period}
        onChange={turn}
        allowDeselect={false}
        w={{ base: "100%", xs: 170 }}
      />
      {period === "dates" ? (
        <>
          <Day label={W.from} value={words.from} change={(from) => change({ period: "dates", from })} />
          <Day label={W.until} value={words.to} change={(to) => change({ period: "dates", to })} />
        </>
      ) : null}
      <Choice
        label={W.strategy}
        every={W.everyStrategy}
        options={data?.strategies}
        value={words.strategy}
        change={(strategy) => change({ strategy })}
      />
      <Choice
        label={W.symbol}
        every={W.everySymbol}
        options={data?.symbols}
        value={words.symbol}
        change={(symbol) => change({ symbol })}
      />
    </Group>
  );
}

interface DayProps {
  label: string;
  value: string | undefined;
  change(day: string | undefined): void;
}

function Day({ label, value, change }: DayProps) {
  return (
    <TextInput
      type="date"
      label={label}
      value={value ?? ""}
      onChange={(event) => change(event.currentTarget.value || undefined)}
      w={{ base: "calc(50% - 4px)", xs: 150 }}
    />
  );
}

interface ChoiceProps {
  label: string;
  every: string;
  /** Undefined until the server has said. */
  options: readonly string[] | undefined;
  value: string | undefined;
  change(value: string | undefined): void;
}

/** What the address names stays a choice, even if nothing has closed with it. */
function Choice({ label, every, options = [], value, change }: ChoiceProps) {
  const known = value === undefined || options.includes(value) ? options : [...options, value];
  return (
    <Select
      label={label}
      placeholder={every}
      data={[...known]}
      value={value ?? null}
      onChange={(next) => change(next ?? undefined)}
      clearable
      w={{ base: "100%", xs: 190 }}
    />
  );
}

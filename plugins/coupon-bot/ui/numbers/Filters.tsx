import { Group, Select, Switch, TextInput } from "@mantine/core";
import { useAddress } from "@promostack/web/kit";
import { SOURCES } from "../../uses/use.ts";
import { PERIODS, periodOf } from "./period.ts";
import { words as W } from "./texts.ts";

/** Period, source and template, kept in the address. */
export function Filters({ templates }: { templates: readonly { id: string; name: string }[] }) {
  const [words, change] = useAddress();
  const { source, template, compare } = words;
  const period = periodOf(words);
  const known = template === undefined || templates.some(({ id }) => id === template);
  return (
    <Group gap="xs" align="flex-end" role="search" aria-label={W.filters}>
      <Select
        label={W.period}
        data={PERIODS.map((value) => ({ value, label: W.periods[value] }))}
        value={period}
        onChange={(next) => change({ period: next ?? undefined, from: undefined, to: undefined })}
        allowDeselect={false}
        w={{ base: "100%", xs: 150 }}
      />
      {period === "dates" ? (
        <>
          <Day label={W.from} value={words.from} change={(from) => change({ period: "dates", from })} />
          <Day label={W.until} value={words.to} change={(to) => change({ period: "dates", to })} />
        </>
      ) : null}
      <Select
        label={W.source}
        placeholder={W.everywhere}
        data={SOURCES.map((value) => ({ value, label: W.sources[value] }))}
        value={source ?? null}
        onChange={(next) => change({ source: next ?? undefined })}
        clearable
        w={{ base: "100%", xs: 200 }}
      />
      <Select
        label={W.template}
        placeholder={W.everyTemplate}
        data={[
          ...templates.map(({ id, name }) => ({ value: id, label: name })),
          ...(known ? [] : [{ value: template, label: W.gone }]),
        ]}
        value={template ?? null}
        onChange={(next) => change({ template: next ?? undefined })}
        clearable
        searchable
        w={{ base: "100%", xs: 200 }}
      />
      <Switch
        label={W.compare}
        checked={compare !== "no"}
        onChange={(event) => change({ compare: event.currentTarget.checked ? undefined : "no" })}
        mb={8}
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

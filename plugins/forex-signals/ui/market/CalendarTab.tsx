import { Button, Group, Select, Skeleton, Stack, TextInput } from "@mantine/core";
import { call, problemText, Section, Status, useAct, useResource } from "@promostack/web/kit";
import { useState } from "react";
import type { InstrumentView } from "../../instrumentApi.ts";
import type { Days, DayView } from "../../marketApi.ts";
import { Grid } from "./Grid.tsx";
import { words as W } from "./texts.ts";

const BASE = "/api/p/forex-signals/admin";
const DAYS = `${BASE}/market/days`;
const CALENDARS = new Map<string, string>(Object.entries(W.calendars));

/** When markets trade, and the numbers of what trades there. */
export function CalendarTab() {
  return (
    <Stack>
      <OwnDays />
      <Instruments />
    </Stack>
  );
}

function OwnDays() {
  const { data } = useResource<Days>(DAYS);
  const [day, setDay] = useState({ calendar: "metals", date: "", effect: "closed", name: "" });
  const save = useAct({
    act: () =>
      call(`${DAYS}/${day.calendar}/${day.date}`, {
        method: "PUT",
        body: { effect: day.effect, name: day.name },
      }),
    done: W.saved,
    changes: [DAYS],
    tell: false,
    onDone: () => setDay({ ...day, date: "", name: "" }),
  });
  if (data === undefined) return <Skeleton h={320} />;
  const set = (part: Partial<typeof day>) => setDay({ ...day, ...part });
  return (
    <Section title={W.days} intro={W.daysIntro(data.sources.join(", "))}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Group align="flex-start" gap="sm" mb="md">
          <Select
            label={W.calendar}
            data={Object.entries(W.calendars).map(([value, label]) => ({ value, label }))}
            value={day.calendar}
            allowDeselect={false}
            onChange={(calendar) => set({ calendar: calendar ?? "metals" })}
            w={150}
          />
          <TextInput
            type="date"
            label={W.date}
            required
            value={day.date}
            onChange={(event) => set({ date: event.currentTarget.value })}
            error={problemText(save.error)}
          />
          <TextInput
            label={W.effect}
            description={W.effectHelp}
            required
            value={day.effect}
            onChange={(event) => set({ effect: event.currentTarget.value })}
            w={260}
          />
          <TextInput
            label={W.name}
            required
            value={day.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Button type="submit" variant="default" mt={24} loading={save.isPending}>
            {W.save}
          </Button>
        </Group>
      </form>
      <Grid
        label={W.days}
        head={[
          { title: W.date },
          { title: W.calendar },
          { title: W.name },
          { title: W.effect },
          { title: " " },
        ]}
        rows={data.items.map((each) => ({
          key: `${each.calendar} ${each.date}`,
          cells: [
            each.date,
            CALENDARS.get(each.calendar) ?? each.calendar,
            each.name,
            each.effect,
            each.own ? <Remove key="remove" day={each} /> : "",
          ],
        }))}
      />
    </Section>
  );
}

function Remove({ day: { calendar, date, name } }: { day: DayView }) {
  const remove = useAct({
    act: () => call(`${DAYS}/${calendar}/${date}`, { method: "DELETE" }),
    done: W.removed,
    changes: [DAYS],
  });
  return (
    <Group gap="xs">
      <Status tone="info">{W.own}</Status>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-label={`${W.remove} ${name}`}
        loading={remove.isPending}
        onClick={() => remove.mutate()}
      >
        {W.remove}
      </Button>
    </Group>
  );
}

function Instruments() {
  const { data } = useResource<{ items: InstrumentView[] }>(`${BASE}/instruments`);
  if (data === undefined) return <Skeleton h={320} />;
  return (
    <Section title={W.symbols} intro={W.symbolsIntro}>
      <Grid
        label={W.symbols}
        head={[
          { title: W.symbol },
          { title: W.name },
          { title: W.tick, end: true },
          { title: W.pip, end: true },
          { title: W.minStop, end: true },
          { title: W.spread, end: true },
          { title: W.hours },
        ]}
        rows={data.items.map((each) => ({
          key: each.symbol,
          cells: [each.symbol, each.name, each.tick, each.pip, each.minStop, each.spread, each.hours],
        }))}
      />
    </Section>
  );
}

import { Button, Group, Select, TextInput } from "@mantine/core";
import {
  call,
  platformNow,
  problemText,
  Section,
  Status,
  useAct,
  useAddress,
  useResource,
} from "@promostack/web/kit";
import { useRef, useState } from "react";
import type { Days, DayView } from "../../marketApi.ts";
import { Grid } from "./Grid.tsx";
import { Loaded } from "./Loaded.tsx";
import { words as W } from "./texts.ts";

const DAYS = "/api/p/forex-signals/admin/market/days";
const CALENDARS = new Map<string, string>(Object.entries(W.calendars));
const EFFECTS = new Map<string, string>(Object.entries(W.effects));
/** Quarters of an hour at which a day can end early. */
const ENDS = Array.from({ length: 23 * 4 }, (_, quarter) => {
  const minutes = 60 + quarter * 15;
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
});
const CHOICES = [...EFFECTS.keys(), ...ENDS].map((value) => ({ value, label: effectName(value) }));
const YEARS_AROUND = 5;
const BLANK = { calendar: "metals", date: "", effect: "closed", name: "" };

type Draft = typeof BLANK;

/** Days on which markets do not keep their ordinary hours, by the rules and by the installation. */
export function CalendarTab() {
  const thisYear = new Date(platformNow()).getUTCFullYear();
  const [{ year = String(thisYear) }, change] = useAddress();
  const days = useResource<Days>(DAYS, { year });
  const [draft, setDraft] = useState<Draft>(BLANK);
  const name = useRef<HTMLInputElement>(null);
  const edit = ({ own: _own, ...day }: DayView) => {
    setDraft(day);
    name.current?.focus();
  };
  const years = Array.from({ length: YEARS_AROUND * 2 + 1 }, (_, index) =>
    String(thisYear - YEARS_AROUND + index),
  );
  return (
    <Section
      title={W.days}
      intro={W.daysIntro(days.data?.sources.join(", ") ?? W.theRules)}
      actions={
        <Select
          aria-label={W.year}
          data={years.includes(year) ? years : [year, ...years]}
          value={year}
          allowDeselect={false}
          onChange={(next) => change({ year: next ?? undefined })}
          w={100}
        />
      }
    >
      <DayForm draft={draft} set={setDraft} name={name} />
      <Loaded of={days} height={320}>
        {({ items }) => <DayList days={items} edit={edit} />}
      </Loaded>
    </Section>
  );
}

function DayForm({
  draft,
  set: setDraft,
  name,
}: {
  draft: Draft;
  set(draft: Draft): void;
  name: React.RefObject<HTMLInputElement | null>;
}) {
  const save = useAct({
    act: () =>
      call(`${DAYS}/${draft.calendar}/${draft.date}`, {
        method: "PUT",
        body: { effect: draft.effect, name: draft.name },
      }),
    done: W.saved,
    changes: [DAYS],
    tell: false,
    onDone: () => setDraft({ ...draft, date: "", name: "" }),
  });
  const set = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    save.reset();
  };
  return (
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
          value={draft.calendar}
          allowDeselect={false}
          onChange={(calendar) => set({ calendar: calendar ?? BLANK.calendar })}
          w={150}
        />
        <TextInput
          type="date"
          label={W.date}
          required
          value={draft.date}
          onChange={(event) => set({ date: event.currentTarget.value })}
          error={problemText(save.error)}
        />
        <Select
          label={W.effect}
          description={W.effectHelp}
          inputWrapperOrder={["label", "input", "description", "error"]}
          data={CHOICES}
          value={draft.effect}
          searchable
          allowDeselect={false}
          onChange={(effect) => set({ effect: effect ?? BLANK.effect })}
          w={220}
        />
        <TextInput
          ref={name}
          label={W.name}
          required
          maxLength={80}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Button type="submit" variant="default" mt={24} loading={save.isPending}>
          {W.save}
        </Button>
      </Group>
    </form>
  );
}

function DayList({ days, edit }: { days: readonly DayView[]; edit(day: DayView): void }) {
  return (
    <Grid
      label={W.days}
      head={[
        { title: W.date },
        { title: W.calendar },
        { title: W.name },
        { title: W.effect },
        { title: W.writtenBy },
        { title: W.acts },
      ]}
      rows={days.map((day) => ({
        key: `${day.calendar} ${day.date}`,
        cells: [
          <span key="date" style={{ whiteSpace: "nowrap" }}>
            {day.date}
          </span>,
          CALENDARS.get(day.calendar) ?? day.calendar,
          day.name,
          effectName(day.effect),
          day.own ? (
            <Status key="by" tone="info">
              {W.own}
            </Status>
          ) : (
            W.theRules
          ),
          <Group key="acts" gap={4} wrap="nowrap">
            <Button
              variant="subtle"
              size="compact-sm"
              aria-label={`${W.change} ${day.name}, ${CALENDARS.get(day.calendar)}`}
              onClick={() => edit(day)}
            >
              {W.change}
            </Button>
            {day.own ? <Remove day={day} /> : null}
          </Group>,
        ],
      }))}
    />
  );
}

function Remove({ day: { calendar, date, name } }: { day: DayView }) {
  const remove = useAct({
    act: () => call(`${DAYS}/${calendar}/${date}`, { method: "DELETE" }),
    done: W.removed,
    changes: [DAYS],
  });
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      aria-label={`${W.remove} ${name}`}
      loading={remove.isPending}
      onClick={() => remove.mutate()}
    >
      {W.remove}
    </Button>
  );
}

function effectName(effect: string): string {
  return EFFECTS.get(effect) ?? W.closesAt(effect);
}

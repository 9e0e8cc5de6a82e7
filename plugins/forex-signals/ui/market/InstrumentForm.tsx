import {
  Button,
  Group,
  type InputWrapperProps,
  Kbd,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  TextInput,
} from "@mantine/core";
import { getHotkeyHandler } from "@mantine/hooks";
import { ApiError, call, LeaveGuard, Notice, problemText, useAct } from "@promostack/web/kit";
import { useRef, useState } from "react";
import { instrumentProblems } from "../../domain/instrument.ts";
import type { InstrumentView } from "../../instrumentApi.ts";
import { INSTRUMENTS, instrumentPath } from "./paths.ts";
import { words as W } from "./texts.ts";

const NUMBERS = ["tick", "pip", "contractSize", "minStop", "spread"] as const;
/** What helps stands below, so that inputs of a row stay in line. */
const ORDER: InputWrapperProps["inputWrapperOrder"] = ["label", "input", "error", "description"];
type NumberName = (typeof NUMBERS)[number];

/** `XAU/USD`, or a name without a quote currency. */
const SYMBOL = /^[A-Z0-9]{2,10}(\/[A-Z0-9]{2,10})?$/;

interface Draft {
  symbol: string;
  name: string;
  calendar: string;
  /** As typed: a text while it is no number. */
  numbers: Record<NumberName, number | string>;
}

const BLANK: Draft = {
  symbol: "",
  name: "",
  calendar: "forex",
  numbers: { tick: 0.00001, pip: 0.0001, contractSize: 100_000, minStop: 0.0005, spread: 0.0001 },
};

interface InstrumentFormProps {
  instrument: InstrumentView | undefined;
  /** Symbols that a new instrument cannot have. */
  taken: readonly string[];
  done(): void;
}

/** The numbers of a new instrument, or of an own one: what is wrong is said as one types. */
export function InstrumentForm({ instrument, taken, done }: InstrumentFormProps) {
  const [draft, setDraft] = useState<Draft>(instrument === undefined ? BLANK : draftOf(instrument));
  const [changed, setChanged] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const save = useAct({
    act: () => {
      const numbers = Object.fromEntries(NUMBERS.map((key) => [key, Number(draft.numbers[key])]));
      const body = { ...numbers, name: draft.name.trim(), calendar: draft.calendar };
      return call(instrumentPath(draft.symbol), { method: "PUT", body });
    },
    done: W.instrumentSaved(draft.symbol),
    changes: [INSTRUMENTS],
    tell: false,
    onDone: done,
  });
  const set = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    setChanged(true);
    save.reset();
  };
  const wrong = problemsOf(draft.numbers);
  const symbolProblem =
    instrument === undefined && draft.symbol !== "" ? problemOfSymbol(draft.symbol, taken) : undefined;
  const sound = Object.keys(wrong).length === 0 && symbolProblem === undefined;
  const tickStays = save.error instanceof ApiError && save.error.code === "instrument.in_use";
  return (
    <form
      ref={form}
      onKeyDown={getHotkeyHandler([["mod+S", () => form.current?.requestSubmit()]])}
      onSubmit={(event) => {
        event.preventDefault();
        if (sound) save.mutate();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={W.symbol}
          description={instrument === undefined ? W.symbolHelp : undefined}
          required
          readOnly={instrument !== undefined}
          value={draft.symbol}
          onChange={(event) => set({ symbol: event.currentTarget.value.toUpperCase() })}
          error={symbolProblem}
          data-autofocus={instrument === undefined || undefined}
        />
        <TextInput
          label={W.name}
          required
          maxLength={80}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          {NUMBERS.map((key) => (
            <NumberInput
              key={key}
              label={W[key]}
              description={W.numberHelp[key]}
              inputWrapperOrder={ORDER}
              required
              hideControls
              allowNegative={false}
              value={draft.numbers[key]}
              onChange={(value) => set({ numbers: { ...draft.numbers, [key]: value } })}
              error={tickStays && key === "tick" ? problemText(save.error) : wrong[key]}
            />
          ))}
          <Select
            label={W.calendar}
            description={W.calendarHelp}
            inputWrapperOrder={ORDER}
            data={Object.entries(W.calendars).map(([value, label]) => ({ value, label }))}
            value={draft.calendar}
            allowDeselect={false}
            onChange={(next) => set({ calendar: next ?? BLANK.calendar })}
          />
        </SimpleGrid>
        {save.error === null || tickStays ? null : (
          <Notice tone="bad" title={save.error.message}>
            {save.error instanceof ApiError ? save.error.hint : undefined}
          </Notice>
        )}
        <Group justify="flex-end" gap="xs">
          <Kbd visibleFrom="sm">Ctrl S</Kbd>
          <Button variant="default" onClick={done}>
            {W.cancel}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!sound} aria-keyshortcuts="Control+S">
            {W.saveInstrument}
          </Button>
        </Group>
      </Stack>
      <LeaveGuard on={changed && !save.isPending && !save.isSuccess} />
    </form>
  );
}

function draftOf({ symbol, name, calendar, ...numbers }: InstrumentView): Draft {
  return { symbol, name, calendar, numbers };
}

function problemOfSymbol(symbol: string, taken: readonly string[]): string | undefined {
  if (!SYMBOL.test(symbol)) return W.symbolWrong;
  return taken.includes(symbol) ? W.symbolKnown : undefined;
}

/** Beside each number what is wrong with it; how numbers fit to each other only once each is one. */
function problemsOf(typed: Draft["numbers"]): Partial<Record<NumberName, string>> {
  const missing = NUMBERS.filter((key) =>
    key === "spread" ? typed.spread === "" : !(Number(typed[key]) > 0),
  );
  if (missing.length > 0) return Object.fromEntries(missing.map((key) => [key, W.mustBePositive]));
  const problems = instrumentProblems({
    tick: Number(typed.tick),
    pip: Number(typed.pip),
    minStop: Number(typed.minStop),
    spread: Number(typed.spread),
  });
  return Object.fromEntries(Object.entries(problems).map(([key, text]) => [key, W.sentence(text)]));
}

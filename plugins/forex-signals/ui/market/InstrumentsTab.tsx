import { Button, Group, Modal, Text } from "@mantine/core";
import {
  Confirm,
  call,
  Explained,
  Price,
  Section,
  Status,
  type Tone,
  useAct,
  useResource,
} from "@promostack/web/kit";
import { useState } from "react";
import type { InstrumentList, InstrumentView } from "../../instrumentApi.ts";
import { Grid } from "./Grid.tsx";
import { InstrumentForm } from "./InstrumentForm.tsx";
import { Loaded } from "./Loaded.tsx";
import { INSTRUMENTS, instrumentPath } from "./paths.ts";
import { words as W } from "./texts.ts";

const ORIGINS: Record<InstrumentView["origin"], Tone> = { known: "quiet", changed: "warn", own: "info" };

/** What tenants can follow, with the numbers that their books use. */
export function InstrumentsTab() {
  const instruments = useResource<InstrumentList>(INSTRUMENTS);
  const [edited, setEdited] = useState<InstrumentView | "new">();
  const close = () => setEdited(undefined);
  return (
    <Section
      title={W.instruments}
      intro={W.instrumentsIntro}
      actions={<Button onClick={() => setEdited("new")}>{W.add}</Button>}
    >
      <Loaded of={instruments} height={420}>
        {({ items }) => <List instruments={items} edit={setEdited} />}
      </Loaded>
      <Modal
        opened={edited !== undefined}
        onClose={close}
        closeOnClickOutside={false}
        title={
          <Text fw={620}>
            {edited === undefined || edited === "new" ? W.addTitle : W.changeTitle(edited.symbol)}
          </Text>
        }
        closeButtonProps={{ "aria-label": W.close }}
      >
        {edited === undefined ? null : (
          <InstrumentForm
            instrument={edited === "new" ? undefined : edited}
            taken={instruments.data?.items.map(({ symbol }) => symbol) ?? []}
            done={close}
          />
        )}
      </Modal>
    </Section>
  );
}

function List({
  instruments,
  edit,
}: {
  instruments: readonly InstrumentView[];
  edit(instrument: InstrumentView): void;
}) {
  return (
    <Grid
      label={W.instruments}
      head={[
        { title: W.symbol },
        { title: W.tick, end: true },
        { title: W.pip, end: true },
        { title: W.contractSize, end: true },
        { title: W.minStop, end: true },
        { title: W.spread, end: true },
        { title: W.calendar },
        { title: W.origin },
        { title: W.acts },
      ]}
      rows={instruments.map((each) => ({
        key: each.symbol,
        cells: [
          <div key="symbol" style={{ whiteSpace: "nowrap" }}>
            {each.symbol}
            <Text size="xs" c="dimmed">
              {each.name}
            </Text>
          </div>,
          <Price key="tick" value={each.tick} decimals={each.digits} />,
          <Price key="pip" value={each.pip} decimals={each.digits} />,
          each.contractSize.toLocaleString(),
          <Price key="minStop" value={each.minStop} decimals={each.digits} />,
          <Price key="spread" value={each.spread} decimals={each.digits} />,
          <Explained key="calendar" meaning={each.hours}>
            {W.calendars[each.calendar]}
          </Explained>,
          <Status key="origin" tone={ORIGINS[each.origin]}>
            {W.origins[each.origin]}
          </Status>,
          <Group key="acts" gap={4} wrap="nowrap">
            {each.origin === "own" ? (
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={`${W.change} ${each.symbol}`}
                onClick={() => edit(each)}
              >
                {W.change}
              </Button>
            ) : null}
            {each.origin === "known" ? <Text c="dimmed">–</Text> : <Remove instrument={each} />}
          </Group>,
        ],
      }))}
    />
  );
}

/** Takes an own instrument away; one that the installation knows goes back to its numbers. */
function Remove({ instrument: { symbol, origin } }: { instrument: InstrumentView }) {
  const remove = useAct({
    act: () => call(instrumentPath(symbol), { method: "DELETE" }),
    done: W.instrumentRemoved(symbol),
    changes: [INSTRUMENTS],
  });
  const label = origin === "own" ? W.remove : W.restore;
  return (
    <Confirm
      title={`${label} ${symbol}`}
      text={origin === "own" ? W.removeText : W.restoreText}
      label={label}
      act={() => remove.mutateAsync()}
    >
      {(open) => (
        <Button variant="subtle" size="compact-sm" aria-label={`${label} ${symbol}`} onClick={open}>
          {label}
        </Button>
      )}
    </Confirm>
  );
}

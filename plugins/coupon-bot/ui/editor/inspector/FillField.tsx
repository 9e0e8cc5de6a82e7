import { ActionIcon, Button, SegmentedControl, Stack } from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import type { Fill, Gradient } from "../../../template/paint.ts";
import { words as W } from "../texts.ts";
import { ColourField } from "./ColourField.tsx";
import classes from "./Inspector.module.css";
import { NumberField } from "./NumberField.tsx";

type Kind = keyof typeof W.fillKinds;

interface FillFieldProps {
  value: Fill | undefined;
  /** Which kinds may be chosen. */
  kinds: readonly Kind[];
  disabled: boolean;
  change(fill: Fill | undefined, about?: string): void;
}

/** A colour, or colours that run into each other. What was chosen in one kind comes along into the next. */
export function FillField({ value, kinds, disabled, change }: FillFieldProps) {
  const kind = kindOf(value);
  return (
    <Stack gap="xs">
      {kinds.length < 2 ? null : (
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={W.fill}
          disabled={disabled}
          value={kind}
          onChange={(next) => {
            const chosen = kinds.find((each) => each === next);
            if (chosen !== undefined) change(as(chosen, value));
          }}
          data={kinds.map((each) => ({ value: each, label: W.fillKinds[each] }))}
        />
      )}
      {typeof value === "string" ? (
        <ColourField
          label={W.colour}
          value={value}
          disabled={disabled}
          change={(colour) => change(colour, "fill")}
        />
      ) : value === undefined ? null : (
        <GradientFields value={value} disabled={disabled} change={change} />
      )}
    </Stack>
  );
}

const MOST_STOPS = 8;

function GradientFields({
  value,
  disabled,
  change,
}: {
  value: Gradient;
  disabled: boolean;
  change(fill: Gradient, about?: string): void;
}) {
  const { kind, angle = 180, centre = { x: 50, y: 50 }, stops } = value;
  const put = (index: number, stop: Partial<Gradient["stops"][number]>) =>
    change(
      { ...value, stops: stops.map((each, at) => (at === index ? { ...each, ...stop } : each)) },
      `stop ${index}`,
    );
  return (
    <Stack gap="xs">
      <div className={classes.run} style={{ backgroundImage: cssOf(value) }} aria-hidden />
      {stops.map(({ at, colour }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: colours have no other name than their place.
        <div key={index} className={classes.stop}>
          <ColourField
            bare
            label={W.stopColour(index + 1)}
            value={colour}
            disabled={disabled}
            change={(next) => put(index, { colour: next })}
          />
          <NumberField
            label=""
            meaning={W.stopAt(index + 1)}
            value={at}
            min={0}
            max={100}
            suffix=" %"
            disabled={disabled}
            change={(next) => put(index, { at: next })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={W.removeStop(index + 1)}
            disabled={disabled || stops.length < 3}
            onClick={() => change({ ...value, stops: stops.toSpliced(index, 1) })}
          >
            <IconMinus size={14} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {stops.length >= MOST_STOPS || disabled ? null : (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconPlus size={13} aria-hidden />}
          style={{ alignSelf: "flex-start" }}
          onClick={() =>
            change({ ...value, stops: [...stops, { at: 100, colour: stops.at(-1)?.colour ?? "#ffffff" }] })
          }
        >
          {W.addStop}
        </Button>
      )}
      {kind === "linear" ? (
        <NumberField
          label={W.angle}
          value={angle}
          min={-360}
          max={360}
          step={5}
          suffix="°"
          disabled={disabled}
          change={(next) => change({ ...value, angle: next }, "angle")}
        />
      ) : (
        <div className={classes.pair}>
          <NumberField
            label={W.centreX}
            value={centre.x}
            min={0}
            max={100}
            disabled={disabled}
            change={(x) => change({ ...value, centre: { ...centre, x } }, "centre")}
          />
          <NumberField
            label={W.centreY}
            value={centre.y}
            min={0}
            max={100}
            disabled={disabled}
            change={(y) => change({ ...value, centre: { ...centre, y } }, "centre")}
          />
        </div>
      )}
    </Stack>
  );
}

function kindOf(fill: Fill | undefined): Kind {
  if (fill === undefined) return "none";
  return typeof fill === "string" ? "colour" : fill.kind;
}

function as(kind: Kind, fill: Fill | undefined): Fill | undefined {
  if (kind === "none") return undefined;
  const first = typeof fill === "string" ? fill : (fill?.stops[0]?.colour ?? "#d8ab3a");
  if (kind === "colour") return first;
  const stops =
    typeof fill === "object"
      ? fill.stops
      : [
          { at: 0, colour: first },
          { at: 100, colour: "#171c24" },
        ];
  return kind === "linear" ? { kind, angle: 180, stops } : { kind, stops };
}

function cssOf({ kind, angle = 180, centre = { x: 50, y: 50 }, stops }: Gradient): string {
  const colours = stops.map(({ at, colour }) => `${colour} ${at}%`).join(", ");
  return kind === "linear"
    ? `linear-gradient(${angle}deg, ${colours})`
    : `radial-gradient(farthest-corner at ${centre.x}% ${centre.y}%, ${colours})`;
}

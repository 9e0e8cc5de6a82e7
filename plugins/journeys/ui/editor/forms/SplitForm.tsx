import { Button, Group, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { StepOf } from "../../../graph/step.ts";
import { useEditor } from "../editor.ts";
import { newIds } from "../model/ids.ts";
import { words as E } from "../texts.ts";
import classes from "./Forms.module.css";
import { PartRow } from "./PartRow.tsx";
import { words as W } from "./texts.ts";

type Split = StepOf<"split">;
type Variant = Split["variants"][number];

const MOST_VARIANTS = 8;

export function SplitForm({ step, change }: { step: Split; change(step: Split): void }) {
  const { journey, readOnly } = useEditor();
  const { variants } = step;
  const all = variants.reduce((sum, { weight }) => sum + weight, 0);
  const put = (variant: Variant) =>
    change({ ...step, variants: variants.map((each) => (each.id === variant.id ? variant : each)) });
  return (
    <fieldset className={classes.group}>
      <legend>{W.variants}</legend>
      {variants.map((variant, index) => (
        <PartRow
          key={variant.id}
          list={variants}
          index={index}
          least={2}
          change={(next) => change({ ...step, variants: next })}
        >
          <TextInput
            aria-label={W.variant}
            placeholder={W.variant}
            maxLength={40}
            value={variant.name}
            readOnly={readOnly}
            onChange={(event) => put({ ...variant, name: event.currentTarget.value })}
          />
          <Group gap="xs" wrap="nowrap">
            <NumberInput
              aria-label={W.weight}
              min={0}
              max={1000}
              allowDecimal={false}
              clampBehavior="strict"
              value={variant.weight}
              readOnly={readOnly}
              onChange={(weight) => {
                if (typeof weight === "number") put({ ...variant, weight });
              }}
              style={{ flex: 1 }}
            />
            <Text className="figure" miw={44} ta="end">
              {E.card.chance(all === 0 ? 0 : Math.round((100 * variant.weight) / all))}
            </Text>
          </Group>
        </PartRow>
      ))}
      {readOnly ? null : (
        <Stack gap="xs">
          {variants.length >= MOST_VARIANTS ? null : (
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => {
                const name = String.fromCharCode(65 + variants.length);
                change({ ...step, variants: [...variants, { id: newIds(journey)(), name, weight: 50 }] });
              }}
            >
              {W.addVariant}
            </Button>
          )}
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            onClick={() => change({ ...step, variants: variants.map((each) => ({ ...each, weight: 50 })) })}
          >
            {W.even}
          </Button>
        </Stack>
      )}
    </fieldset>
  );
}

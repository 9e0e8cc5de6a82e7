import { Checkbox, SegmentedControl, Skeleton, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { address, ErrorState, usePlace, useResource } from "@promostack/web/kit";
import type { UseQueryResult } from "@tanstack/react-query";
import { useEffect } from "react";
import type { PictureMessage } from "../../broadcasts/api.ts";
import type { TrialResult } from "../../codes/api.ts";
import type { SizeId } from "../../template/size.ts";
import { BROADCAST_PICTURE, BROADCAST_TEMPLATES } from "../base.ts";
import classes from "./Broadcasts.module.css";
import { words as W } from "./texts.ts";

interface PictureFieldsProps {
  message: PictureMessage;
  change(part: Partial<PictureMessage>): void;
  check: UseQueryResult<TrialResult>;
  anyway: boolean;
  changeAnyway(anyway: boolean): void;
}

/** Which template, in which size, with which code. */
export function PictureFields({ message, change, check, anyway, changeAnyway }: PictureFieldsProps) {
  const { tenant } = usePlace();
  const found = useResource<{ items: { id: string; name: string; sizes: SizeId[] }[] }>(BROADCAST_TEMPLATES);
  const { template, size, code } = message;
  const chosen = found.data?.items.find(({ id }) => id === template);
  const [first] = found.data?.items ?? [];
  useEffect(() => {
    // Also where what was chosen is published no more, or not in this size.
    const look = chosen ?? first;
    if (look === undefined) return;
    const fits = look.sizes.includes(size);
    if (look.id !== template || !fits)
      change({ template: look.id, size: fits ? size : (look.sizes[0] ?? "square") });
  }, [chosen, first, size, template, change]);
  if (found.error !== null && found.data === undefined)
    return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton h={180} />;
  if (first === undefined) return <Text c="dimmed">{W.noTemplates}</Text>;
  return (
    <Stack gap="sm">
      <div className={classes.looks} role="radiogroup" aria-label={W.template}>
        {found.data.items.map(({ id, name, sizes }) => (
          <UnstyledButton
            key={id}
            role="radio"
            aria-checked={id === template}
            className={classes.pick}
            onClick={() => change({ template: id })}
          >
            <img
              src={address(BROADCAST_PICTURE, {
                ...{ template: id, size: sizes[0], code: "SPRING-20", w: 200, "x-tenant": tenant?.id },
              })}
              alt=""
              loading="lazy"
            />
            <span>{name}</span>
          </UnstyledButton>
        ))}
      </div>
      {chosen === undefined || chosen.sizes.length < 2 ? null : (
        <SegmentedControl
          aria-label={W.size}
          value={size}
          onChange={(next) => {
            const wanted = chosen.sizes.find((each) => each === next);
            if (wanted !== undefined) change({ size: wanted });
          }}
          data={chosen.sizes.map((value) => ({ value, label: W.sizes[value] }))}
        />
      )}
      <TextInput
        label={W.code}
        description={W.codeHelp}
        value={code}
        maxLength={64}
        required
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => change({ code: event.currentTarget.value })}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      />
      {code.trim() === "" ? null : (
        <div aria-live="polite">
          <CodeState check={check} />
          {check.data?.answer.state === "invalid" ? (
            <Checkbox
              mt={6}
              label={W.anyway}
              checked={anyway}
              onChange={(event) => changeAnyway(event.currentTarget.checked)}
            />
          ) : null}
        </div>
      )}
    </Stack>
  );
}

function CodeState({ check: { data, error } }: { check: UseQueryResult<TrialResult> }) {
  if (error !== null) return <Text c="var(--mantine-color-error)">{error.message}</Text>;
  if (data === undefined) return <Text c="dimmed">{W.checking}</Text>;
  const { answer } = data;
  if (answer.state === "valid") return <Text>{W.valid(answer.label ?? "")}</Text>;
  if (answer.state === "unsure") return <Text c="dimmed">{W.unsure}</Text>;
  return <Text c="var(--mantine-color-error)">{W.invalid}</Text>;
}

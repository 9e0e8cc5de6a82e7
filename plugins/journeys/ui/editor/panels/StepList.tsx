import { Button, Menu, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconPlayerPlay, IconPlus } from "@tabler/icons-react";
import classes from "../Editor.module.css";
import { useEditor } from "../editor.ts";
import { excerptOf } from "../model/excerpt.ts";
import { lookOf, PALETTE, plain, titleOf } from "../model/kinds.ts";
import { triggerText } from "../model/triggerText.ts";
import { inOrder } from "../model/walkOrder.ts";
import { words as W } from "../texts.ts";

/** The journey as a list in the order of the walk: how it is read and changed on a phone. */
export function StepList({ phone }: { phone: boolean }) {
  const { journey, readOnly, selected, select, show, problems = [], people, add } = useEditor();
  return (
    <section className={classes.list} aria-label={W.list}>
      <Stack gap={8} maw={720} mx="auto">
        <UnstyledButton className={`card ${classes.listed}`} data-tint="gold" onClick={() => show("journey")}>
          <span className={classes.listedIcon}>
            <IconPlayerPlay size={16} aria-hidden />
          </span>
          <span style={{ minWidth: 0 }}>
            <Text fw={600}>{W.start}</Text>
            <Text size="sm" c="dimmed" className="clip">
              {journey.triggers
                .map((trigger) => `${W.triggers[trigger.kind]} ${triggerText(trigger)}`.trim())
                .join(" · ") || W.startNone}
            </Text>
          </span>
        </UnstyledButton>
        {inOrder(journey).map((step) => {
          const { Icon, tint } = lookOf(step.kind);
          const own = problems.filter((problem) => problem.step === step.id);
          const here = people.get(step.id) ?? 0;
          return (
            <UnstyledButton
              key={step.id}
              className={`card ${classes.listed}`}
              data-tint={tint}
              data-selected={selected.has(step.id) || undefined}
              onClick={() => {
                select([step.id]);
                show("step");
              }}
            >
              <span className={classes.listedIcon}>
                <Icon size={16} aria-hidden />
              </span>
              <span style={{ flex: 1, minWidth: 0 }}>
                <Text fw={600}>{titleOf(step)}</Text>
                <Text size="sm" c="dimmed" className="clip">
                  {plain(excerptOf(step)) || W.card.empty}
                </Text>
                {own.length === 0 ? null : (
                  <Text size="xs" c="var(--ink-sell)">
                    {own[0]?.message}
                  </Text>
                )}
              </span>
              {here === 0 ? null : (
                <Text size="xs" className="figure buy">
                  {W.card.here(here)}
                </Text>
              )}
            </UnstyledButton>
          );
        })}
        {readOnly ? null : (
          <Menu position="bottom" width={phone ? "target" : 260}>
            <Menu.Target>
              <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />}>
                {W.addStep}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {PALETTE.flatMap(({ kinds }) => kinds).map(({ kind, Icon }) => (
                <Menu.Item key={kind} leftSection={<Icon size={16} aria-hidden />} onClick={() => add(kind)}>
                  {W.kinds[kind]}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </Stack>
    </section>
  );
}

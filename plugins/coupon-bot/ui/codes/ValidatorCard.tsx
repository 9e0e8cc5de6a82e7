import { ActionIcon, Group, Switch, Text, Tooltip } from "@mantine/core";
import { Ago, call, PageLink, RowAct, Status, Time, useAct, useMay } from "@promostack/web/kit";
import {
  IconArrowDown,
  IconArrowUp,
  IconGripVertical,
  IconListDetails,
  IconPuzzle,
  IconWorld,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ValidatorRow } from "../../codes/api.ts";
import classes from "./Codes.module.css";
import { VALIDATORS } from "./paths.ts";
import { words as W } from "./texts.ts";

interface Moves {
  up: (() => void) | undefined;
  down: (() => void) | undefined;
  begin(): void;
  end(): void;
}

interface ValidatorCardProps {
  row: ValidatorRow;
  place: number;
  /** Undefined for who may not, or where there is no other place. */
  moves: Moves | undefined;
  onDeleted(row: ValidatorRow): void;
}

const ICONS = { list: IconListDetails, endpoint: IconWorld, contributed: IconPuzzle };

/** One of those that are asked: what it is, how it is, and whether it is in use. */
export function ValidatorCard({ row, place, moves, onDeleted }: ValidatorCardProps) {
  const { id, kind, title, active } = row;
  const may = useMay("admin");
  const turn = useAct<boolean>({
    act: (on) => call(`${VALIDATORS}/${id}`, { method: "PATCH", body: { active: on } }),
    changes: [VALIDATORS],
  });
  const remove = useAct({
    act: () => call(`${VALIDATORS}/${id}`, { method: "DELETE" }),
    changes: [VALIDATORS],
    onDone: () => onDeleted(row),
  });
  const Icon = ICONS[kind];
  return (
    <div className={classes.validator} data-off={!active || undefined}>
      {moves === undefined ? (
        <span className={classes.place}>{place}</span>
      ) : (
        <Tooltip label={W.drag(title)} openDelay={500}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows beside it do the same by keyboard. */}
          <span
            className={classes.grip}
            draggable
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = "move";
              event.dataTransfer.setData("text/plain", title);
              moves.begin();
            }}
            onDragEnd={moves.end}
          >
            <IconGripVertical size={16} aria-hidden />
            <span className={classes.place}>{place}</span>
          </span>
        </Tooltip>
      )}
      <span className={classes.kind} aria-hidden>
        <Icon size={20} stroke={1.6} />
      </span>
      <div className={classes.about}>
        <PageLink to={`/codes/${id}`} className={classes.name}>
          {title}
        </PageLink>
        <Text size="xs" c="dimmed" component="div">
          <Facts row={row} />
        </Text>
      </div>
      <Mark row={row} />
      <Group gap={4} wrap="nowrap" className={classes.acts}>
        {moves === undefined ? null : (
          <>
            <Move label={W.up(title)} act={moves.up}>
              <IconArrowUp size={16} aria-hidden />
            </Move>
            <Move label={W.down(title)} act={moves.down}>
              <IconArrowDown size={16} aria-hidden />
            </Move>
          </>
        )}
        {may ? (
          <RowAct
            look="bin"
            label={W.remove}
            of={title}
            title={W.removeTitle(title)}
            text={kind === "list" ? W.removeList(row.codes) : W.removeText}
            act={() => remove.mutateAsync()}
          />
        ) : null}
        <Switch
          aria-label={W.inUse(title)}
          checked={turn.isPending ? turn.variables : active}
          disabled={!may}
          onChange={({ currentTarget }) => turn.mutate(currentTarget.checked)}
        />
      </Group>
    </div>
  );
}

function Move({
  label,
  act,
  children,
}: {
  label: string;
  act: (() => void) | undefined;
  children: ReactNode;
}) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={act === undefined} onClick={act}>
      {children}
    </ActionIcon>
  );
}

function Facts({
  row: { kind, codes, uses, where, lastAt, lastState, startsAt, endsAt },
}: {
  row: ValidatorRow;
}) {
  if (kind === "list")
    return (
      <>
        {W.codesCount(codes)} · {W.usesCount(uses)}
        {startsAt === null ? null : (
          <>
            {" · "}
            {W.from} <Time value={startsAt} />
          </>
        )}
        {endsAt === null ? null : (
          <>
            {" · "}
            {W.until} <Time value={endsAt} />
          </>
        )}
      </>
    );
  return (
    <>
      <span className="code">{where}</span>
      {" · "}
      {lastAt === null || lastState === null ? (
        W.never
      ) : (
        <>
          {W.lastAnswer}: {W.answers[lastState]}, <Ago value={lastAt} />
        </>
      )}
    </>
  );
}

/** Only what needs a look. */
function Mark({ row: { active, breaker, failures, offered, endsAt } }: { row: ValidatorRow }) {
  if (!offered) return <Status tone="warn">{W.notOffered}</Status>;
  if (breaker !== "closed") return <Status tone="bad">{W.resting}</Status>;
  if (failures > 0) return <Status tone="warn">{W.failing(failures)}</Status>;
  if (!active) return <Status tone="quiet">{W.notInUse}</Status>;
  const over = endsAt !== null && new Date(endsAt) <= new Date();
  return over ? <Status tone="quiet">{W.ended}</Status> : null;
}

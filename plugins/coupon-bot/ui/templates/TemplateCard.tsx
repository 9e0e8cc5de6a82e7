import { ActionIcon, Switch, Text, Tooltip } from "@mantine/core";
import { Ago, call, PageLink, Status, useAct, useMay } from "@promostack/web/kit";
import { IconGripVertical } from "@tabler/icons-react";
import type { ListedTemplate } from "../../templates/api.ts";
import { TEMPLATES, template } from "../base.ts";
import { CardMenu } from "./CardMenu.tsx";
import { Collage } from "./Collage.tsx";
import classes from "./Templates.module.css";
import { words as W } from "./texts.ts";
import type { Order } from "./useOrder.ts";

interface CardProps {
  item: ListedTemplate;
  order: Order;
  /** Of all templates. */
  count: number;
  /** All of them are shown, so that a place means something. */
  sortable: boolean;
}

/** A template as its pictures, with what becomes of it. */
export function TemplateCard({ item, order, count, sortable }: CardProps) {
  const { id, name, pictures, position } = item;
  const may = useMay("member");
  const place = order.sorted.findIndex((each) => each.id === id);
  return (
    <article className={`card ${classes.card}`} data-lifted={order.lifted === id || undefined}>
      {may && sortable ? (
        <ActionIcon
          variant="default"
          className={classes.grip}
          aria-label={W.move(name, (place === -1 ? position : place) + 1, count)}
          {...order.grip(id)}
        >
          <IconGripVertical size={16} aria-hidden />
        </ActionIcon>
      ) : null}
      <PageLink to={`/templates/${id}`} className={classes.stage} aria-label={W.open(name)}>
        <Collage name={name} pictures={pictures} />
      </PageLink>
      <div className={classes.body}>
        <div className={classes.line}>
          <PageLink to={`/templates/${id}`} className={classes.name} title={name} dir="auto">
            {name}
          </PageLink>
          <CardMenu item={item} move={sortable ? (to) => order.move(id, to) : undefined} last={count - 1} />
        </div>
        <div className={classes.line}>
          <State item={item} />
        </div>
        <div className={classes.line} style={{ marginTop: "auto" }}>
          <Text size="xs" c="dimmed" className="clip">
            {W.edited} <Ago value={item.editedAt} /> {item.editedBy === "" ? null : W.by(item.editedBy)}
          </Text>
          {item.frame ? null : <TelegramSwitch item={item} />}
        </div>
      </div>
    </article>
  );
}

function State({ item: { publishedVersion, draftDiffers, frame } }: { item: ListedTemplate }) {
  return (
    <div className={classes.marks}>
      {publishedVersion === null ? (
        <Status tone="quiet">{W.draft}</Status>
      ) : (
        <Status tone="good">{W.published(publishedVersion)}</Status>
      )}
      {draftDiffers ? (
        <Tooltip label={W.changedMeaning}>
          <span>
            <Status tone="info">{W.changed}</Status>
          </span>
        </Tooltip>
      ) : null}
      {frame ? (
        <Tooltip label={W.frameMeaning}>
          <span>
            <Status tone="quiet">{W.frame}</Status>
          </span>
        </Tooltip>
      ) : null}
    </div>
  );
}

/** Flips at once, and back where the server refuses. */
function TelegramSwitch({ item: { id, name, forTelegram, publishedVersion } }: { item: ListedTemplate }) {
  const may = useMay("member");
  const turn = useAct<boolean>({
    act: (on) => call(template(id), { method: "PATCH", body: { forTelegram: on } }),
    done: (_body, on) => (on ? W.telegramOn(name) : W.telegramOff(name)),
    changes: [TEMPLATES],
  });
  const on = turn.isPending ? turn.variables : forTelegram;
  return (
    <Tooltip label={W.telegramWaits} disabled={publishedVersion !== null}>
      <Switch
        size="xs"
        label={W.telegram}
        labelPosition="left"
        aria-label={W.telegramOf(name)}
        checked={on}
        disabled={!may}
        onChange={({ currentTarget }) => turn.mutate(currentTarget.checked)}
        style={{ flex: "none" }}
      />
    </Tooltip>
  );
}

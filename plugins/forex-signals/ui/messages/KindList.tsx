import { Badge, NativeSelect, UnstyledButton } from "@mantine/core";
import type { MessageKindShown, MessageKinds, TemplatePlace } from "../../messages/api.ts";
import classes from "./Messages.module.css";
import { isPosted } from "./posted.ts";
import { words as W } from "./texts.ts";

interface KindListProps {
  kinds: MessageKinds;
  place: TemplatePlace;
  choose(kind: string): void;
}

const GROUPS: Record<string, string> = W.groups;

/** Every kind of message, with where the tenant has its own text; on a phone a choice. */
export function KindList({ kinds, place, choose }: KindListProps) {
  const groups = grouped(kinds.kinds);
  const channel = kinds.channels.find(({ kind }) => kind === place.channelKind);
  const own = new Set(
    kinds.own.filter(({ channelKind }) => channelKind === place.channelKind).map(({ kind }) => kind),
  );
  return (
    <>
      <NativeSelect
        className={classes.choice}
        aria-label={W.kinds}
        value={place.kind}
        onChange={(event) => choose(event.currentTarget.value)}
        data={groups.map(([group, items]) => ({
          group: GROUPS[group] ?? group,
          items: items.map(({ id, title }) => ({ value: id, label: title })),
        }))}
      />
      <nav className={`${classes.list} card`} aria-label={W.kinds} style={{ padding: "4px 6px 10px" }}>
        {groups.map(([group, items]) => (
          <div key={group}>
            <div className={classes.group}>{GROUPS[group] ?? group}</div>
            {items.map((kind) => {
              const off = channel !== undefined && !isPosted(kind, channel);
              return (
                <UnstyledButton
                  key={kind.id}
                  className={classes.kind}
                  aria-current={kind.id === place.kind ? "page" : undefined}
                  data-off={off || undefined}
                  onClick={() => choose(kind.id)}
                >
                  <span>{kind.title}</span>
                  {off ? (
                    <Badge color="gray">{W.off}</Badge>
                  ) : own.has(kind.id) ? (
                    <Badge title={W.ownMeaning}>{W.own}</Badge>
                  ) : null}
                </UnstyledButton>
              );
            })}
          </div>
        ))}
      </nav>
    </>
  );
}

function grouped(kinds: readonly MessageKindShown[]): [string, MessageKindShown[]][] {
  const found = new Map<string, MessageKindShown[]>();
  for (const kind of kinds) found.set(kind.group, [...(found.get(kind.group) ?? []), kind]);
  return [...found];
}

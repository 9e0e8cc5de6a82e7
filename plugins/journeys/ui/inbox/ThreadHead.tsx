import { Button, Group, Menu, Text } from "@mantine/core";
import { call, Status, useAct, useMay, usePlace } from "@promostack/web/kit";
import { IconChevronDown } from "@tabler/icons-react";
import type { ConversationDetail } from "../../inbox/api.ts";
import classes from "./Inbox.module.css";
import { CHANGES, conversation } from "./paths.ts";
import { words as W } from "./texts.ts";

/** Who it is with, who answers, and the way to change that. */
export function ThreadHead({ detail }: { detail: ConversationDetail }) {
  const { name, username, holder, present, blockedAt, stoppedAt } = detail;
  const { session } = usePlace();
  const mine = holder?.id === session.person.id;
  const writing = present.find(({ typing }) => typing);
  return (
    <header className={classes.head}>
      <div style={{ minWidth: 0 }}>
        <Group gap={8}>
          <Text fw={620} className="clip">
            {name}
          </Text>
          {username === "" ? null : (
            <Text c="dimmed">
              <bdi>@{username}</bdi>
            </Text>
          )}
          {blockedAt === null ? null : <Status tone="bad">{W.blocked}</Status>}
          {stoppedAt === null ? null : <Status tone="warn">{W.stopped}</Status>}
        </Group>
        <Text size="xs" c="dimmed" role="status">
          {holder === null ? W.bot : W.heldBy(mine ? W.you : holder.name)}
          {writing !== undefined ? ` · ${W.typing(writing.name)}` : null}
          {writing === undefined && present.length > 0
            ? ` · ${W.presentHere(present.map((each) => each.name).join(", "))}`
            : null}
        </Text>
      </div>
      <Acts detail={detail} mine={mine} />
    </header>
  );
}

function Acts({ detail: { id, holder, walk }, mine }: { detail: ConversationDetail; mine: boolean }) {
  const may = useMay("member");
  const take = useAct({
    act: () =>
      call(`${conversation(id)}/takeover`, {
        method: "POST",
        body: holder === null ? {} : { from: holder.id },
      }),
    done: W.takenOver,
    changes: CHANGES,
  });
  const back = useAct<"continue" | "stop">({
    act: (walk) => call(`${conversation(id)}/handback`, { method: "POST", body: { walk } }),
    done: W.handedBack,
    changes: CHANGES,
  });
  if (!may) return null;
  if (!mine)
    return (
      <Button variant="default" loading={take.isPending} onClick={() => take.mutate()}>
        {holder === null ? W.takeOver : W.takeFrom(holder.name)}
      </Button>
    );
  if (walk === null || walk.endedAt !== null)
    return (
      <Button variant="default" loading={back.isPending} onClick={() => back.mutate("continue")}>
        {W.handBack}
      </Button>
    );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          loading={back.isPending}
          rightSection={<IconChevronDown size={15} aria-hidden />}
        >
          {W.handBack}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => back.mutate("continue")}>{W.handBackContinue}</Menu.Item>
        <Menu.Item onClick={() => back.mutate("stop")}>{W.handBackStop}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

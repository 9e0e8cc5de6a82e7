import { Button, Group, Skeleton, Text, UnstyledButton } from "@mantine/core";
import { ErrorState, Section, Status, TelegramText, Time, useRows } from "@promostack/web/kit";
import { useState } from "react";
import type { BulletinPage } from "../../wordsApi.ts";
import { kindText, outcomeText, reasonText, skippedText } from "./outcomeText.ts";
import { words as W } from "./texts.ts";
import classes from "./Words.module.css";

type Row = BulletinPage["items"][number];

/** What was said or left out, newest first. */
export function BulletinHistory() {
  const list = useRows<Row>("/api/p/forex-signals/bulletins", {}, { limit: 20, topics: ["messages"] });
  return (
    <Section title={W.history} intro={W.historyText}>
      {list.error !== null && list.rows.length === 0 ? (
        <ErrorState error={list.error} retry={list.retry} />
      ) : list.pending ? (
        <Skeleton h={120} />
      ) : list.rows.length === 0 ? (
        <Text c="dimmed">{W.noHistory}</Text>
      ) : (
        <ul className={classes.history}>
          {list.rows.map((row) => (
            <Said key={`${row.kind}${row.subject}${row.day}${row.chatTitle}`} row={row} />
          ))}
        </ul>
      )}
      {list.more ? (
        <Button variant="subtle" loading={list.loadingMore} onClick={list.loadMore} mt="xs">
          {W.more}
        </Button>
      ) : null}
    </Section>
  );
}

function Said({ row }: { row: Row }) {
  const [open, setOpen] = useState(false);
  const bad = row.outcome === "dead" || row.outcome === "blocked" || row.outcome === "expired";
  const name = [kindText(row.kind), row.subject].filter((part) => part !== "").join(" · ");
  return (
    <li className={classes.said}>
      <Group justify="space-between" gap="xs" wrap="wrap">
        <div>
          <Text fw={550}>{name}</Text>
          <Text size="xs" c="dimmed">
            <Time value={row.time} />
            {row.chatTitle === "" ? "" : ` · ${row.chatTitle}`}
            {row.refused === null ? "" : ` · ${W.notTaken(reasonText(row.refused))}`}
          </Text>
        </div>
        <Group gap="xs">
          {row.writer === "ai" ? <Status tone="info">{W.byAi}</Status> : null}
          {row.skipped === null ? (
            <Status tone={bad ? "bad" : row.outcome === null ? "quiet" : "good"}>
              {outcomeText(row.outcome)}
            </Status>
          ) : (
            <Status tone="quiet">{skippedText(row.skipped)}</Status>
          )}
          {row.text === "" ? null : (
            <UnstyledButton className="muted" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? W.hide : W.show}
            </UnstyledButton>
          )}
        </Group>
      </Group>
      {row.error === null ? null : (
        <Text size="sm" className="sell">
          {row.error}
        </Text>
      )}
      {open ? (
        <div className={classes.bubble} dir="auto">
          <TelegramText html={row.text} />
        </div>
      ) : null}
    </li>
  );
}

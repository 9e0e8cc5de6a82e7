import { Badge, Button, NativeSelect, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import {
  Ago,
  Empty,
  ErrorState,
  PageLink,
  type Rows,
  useAddress,
  usePlace,
  usePluginPlace,
  useServerRows,
} from "@promostack/web/kit";
import { IconSearch } from "@tabler/icons-react";
import type { ConversationCounts, ConversationRow } from "../../inbox/api.ts";
import { FILTERS } from "../../inbox/filters.ts";
import classes from "./Inbox.module.css";
import { CONVERSATIONS, SAID } from "./paths.ts";
import { plainText } from "./plainText.ts";
import { words as W } from "./texts.ts";
import { rowId } from "./useListKeys.ts";

export function useConversations(): Rows<ConversationRow> {
  const [{ only }] = useAddress();
  return useServerRows<ConversationRow>(
    CONVERSATIONS,
    { sort: "at", order: "desc" },
    { only },
    { topics: SAID, limit: 50 },
  );
}

interface ConversationListProps {
  source: Rows<ConversationRow>;
  counts: ConversationCounts | undefined;
  open: string;
  cursor: string | undefined;
}

export function ConversationList({ source, counts, open, cursor }: ConversationListProps) {
  const [words, change] = useAddress();
  const narrowed = Boolean(words.q || words.only);
  const count = (name: string) =>
    Object.entries(counts ?? {}).find(([each, value]) => each === name && value > 0)?.[1];
  const label = (name: keyof typeof W.filters) =>
    count(name) === undefined ? W.filters[name] : `${W.filters[name]} (${count(name)})`;
  return (
    <section className={classes.list} aria-label={W.list}>
      <Stack gap={6} p={8} className={classes.tools}>
        <TextInput
          type="search"
          aria-label={W.search}
          placeholder={W.search}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={words.q ?? ""}
          onChange={(event) => change({ q: event.currentTarget.value })}
        />
        <NativeSelect
          aria-label={W.show}
          value={words.only ?? ""}
          onChange={(event) => change({ only: event.currentTarget.value })}
          data={[
            { value: "", label: W.filters.all },
            ...FILTERS.map((name) => ({ value: name, label: label(name) })),
          ]}
        />
      </Stack>
      {source.error !== null ? (
        <ErrorState error={source.error} retry={source.retry} />
      ) : source.pending ? (
        <Stack gap={6} p={8}>
          {["a", "b", "c", "d", "e"].map((each) => (
            <Skeleton key={each} h={56} />
          ))}
        </Stack>
      ) : source.rows.length === 0 ? (
        <Empty
          title={narrowed ? W.noneTitle : W.emptyTitle}
          action={
            narrowed ? (
              <Button variant="default" onClick={() => change({ q: undefined, only: undefined })}>
                {W.clear}
              </Button>
            ) : undefined
          }
        >
          {narrowed ? W.noneText : W.emptyText}
        </Empty>
      ) : (
        <ul className={classes.rows} aria-busy={source.stale || undefined}>
          {source.rows.map((row) => (
            <Row key={row.id} row={row} open={row.id === open} at={row.id === cursor} />
          ))}
        </ul>
      )}
      {source.more ? (
        <Button variant="subtle" m={8} loading={source.loadingMore} onClick={source.loadMore}>
          {W.more}
        </Button>
      ) : null}
    </section>
  );
}

function Row({ row, open, at }: { row: ConversationRow; open: boolean; at: boolean }) {
  const { base } = usePluginPlace();
  const [words] = useAddress();
  const { session } = usePlace();
  const { name, unread, waitsSince, holder, present, blocked, failed } = row;
  const others = present.filter(({ id }) => id !== session.person.id);
  return (
    <li id={rowId(row.id)}>
      <PageLink
        to={`${base}/${row.id}`}
        search={words}
        className={classes.row}
        data-unread={unread > 0 || undefined}
        data-at={at || undefined}
        aria-current={open ? "true" : undefined}
      >
        <span className={classes.line}>
          <span className={`clip ${classes.name}`}>{name}</span>
          <Text span size="xs" c="dimmed">
            <Ago value={row.at} />
          </Text>
        </span>
        <span className={classes.line}>
          <span className={`clip ${classes.last}`}>{lastText(row)}</span>
          {unread > 0 ? (
            <Badge size="sm" miw="max-content" aria-label={W.unread(unread)}>
              {unread}
            </Badge>
          ) : null}
        </span>
        {waitsSince !== null || holder !== null || blocked || failed || others.length > 0 ? (
          <span className={classes.marks}>
            {waitsSince === null ? null : <Badge color="amber">{W.waits}</Badge>}
            {holder === null ? null : (
              <Badge color="blue">{W.heldBy(holder.id === session.person.id ? W.you : holder.name)}</Badge>
            )}
            {failed ? <Badge color="coral">{W.failed}</Badge> : null}
            {blocked ? <Badge color="gray">{W.blocked}</Badge> : null}
            {others.map((each) => (
              <Badge key={each.id} color="gray" variant="outline">
                {each.name}
              </Badge>
            ))}
          </span>
        ) : null}
      </PageLink>
    </li>
  );
}

function lastText({ last }: ConversationRow): string {
  if (last === null) return "";
  const text = last.author === "person" ? last.text : plainText(last.text);
  const said = last.kind === "press" ? W.pressed(last.text) : text || (W.kinds[last.kind] ?? "");
  return last.author === "person" ? said : `${last.by ?? W.by[last.author]}: ${said}`;
}

import { Select, Skeleton, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import {
  call,
  Empty,
  ErrorState,
  type ListPage,
  useAct,
  useAddress,
  useGo,
  usePluginPlace,
  useResource,
  useStream,
} from "@promostack/web/kit";
import { IconBrandTelegram } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { ChatList } from "./ChatList.tsx";
import classes from "./Chats.module.css";
import { Conversation } from "./Conversation.tsx";
import { BASE, type Bot, type ChatView, type Person } from "./shapes.ts";
import { words as W } from "./texts.ts";

/** What the page reads of a connection. */
interface OurConnection {
  bot?: { id: string };
  channels: { chat: string }[];
}

/** Chats as a Telegram client shows them, of the person one chose to be. */
export function Chats({ room }: { room: string | undefined }) {
  const { base } = usePluginPlace();
  const [address, change] = useAddress();
  const go = useGo();
  const queries = useQueryClient();
  const phone = useMediaQuery("(max-width: 48em)") ?? false;
  const people = useResource<ListPage<Person>>(`${BASE}/people`);
  const bots = useResource<ListPage<Bot>>(`${BASE}/bots`);
  const all = useResource<ListPage<ChatView>>(`${BASE}/chats`);
  const persons = people.data?.items ?? [];
  const me = persons.find(({ id }) => String(id) === address.me) ?? persons[1] ?? persons[0];
  const mine = useResource<ListPage<ChatView>>(
    `${BASE}/chats`,
    { personId: me?.id },
    { enabled: me !== undefined },
  );
  const isOurs = useOurs();
  useStream(`${BASE}/events`, () => void queries.invalidateQueries({ queryKey: [`${BASE}/chats`] }), [
    "chats",
  ]);
  const words: Record<string, string> = address.me === undefined ? {} : { me: address.me };
  const open = (chat: string) => go(`${base}/chats/${chat}`, words);
  const begin = useAct<number, ChatView>({
    act: (botId) =>
      call<ChatView>(`${BASE}/private-chats`, { method: "POST", body: { personId: me?.id, botId } }),
    changes: [`${BASE}/chats`],
    onDone: (chat) => open(chat.room),
  });
  const error = people.error ?? all.error ?? mine.error;
  if (error !== null)
    return (
      <ErrorState
        error={error}
        retry={() => void Promise.all([people.refetch(), all.refetch(), mine.refetch()])}
      />
    );
  if (me === undefined || mine.data === undefined || all.data === undefined || isOurs === undefined)
    return <Skeleton h={520} />;
  const known = new Set(mine.data.items.map((chat) => chat.room));
  const others = all.data.items.filter((chat) => !known.has(chat.room) && chat.type !== "private");
  const shown = [...mine.data.items, ...others];
  // On a desk something is always open, what belongs to the team first; on a phone the list comes first.
  const first = shown.find(isOurs) ?? shown[0];
  const chat = shown.find((each) => each.room === room) ?? (phone ? undefined : first);
  const met = new Set(mine.data.items.map(({ botId }) => botId));
  return (
    <div className={`card ${classes.client}`} data-open={room !== undefined || undefined}>
      <aside className={classes.side}>
        <div className={classes.me}>
          <Select
            label={W.me}
            data={persons.map(({ id, name }) => ({ value: String(id), label: name }))}
            value={String(me.id)}
            allowDeselect={false}
            onChange={(value) => change({ me: value ?? undefined })}
          />
        </div>
        <ChatList
          mine={mine.data.items}
          others={others}
          bots={(bots.data?.items ?? []).filter(({ id }) => !met.has(id))}
          here={chat?.room}
          to={(each) => ({ to: `${base}/chats/${each.room}`, search: words })}
          begin={(botId) => begin.mutate(botId)}
        />
      </aside>
      <div className={classes.main}>
        {chat === undefined ? (
          <Empty icon={<IconBrandTelegram size={30} stroke={1.6} />} title={W.pick}>
            <Text component="span">{W.pickText}</Text>
          </Empty>
        ) : (
          <Conversation
            key={`${chat.room}-${me.id}`}
            chat={chat}
            me={me}
            member={known.has(chat.room)}
            bot={bots.data?.items.find(({ id }) => id === chat.botId)}
            back={{ to: base, search: words }}
          />
        )}
      </div>
    </div>
  );
}

/** Whether a chat is one of the team's channels, or with one of its bots; undefined until it is known. */
function useOurs(): ((chat: ChatView) => boolean) | undefined {
  const { data, isPending } = useResource<{ items: OurConnection[] }>("/api/connections");
  if (isPending) return undefined;
  // Where they cannot be read, any chat comes first.
  const ours = new Set(
    data?.items.flatMap(({ bot, channels }) => [bot?.id, ...channels.map(({ chat }) => chat)]),
  );
  return ({ id, botId }) => ours.has(String(botId ?? id));
}

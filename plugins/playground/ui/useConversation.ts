import { address, call, useStream } from "@promostack/web/kit";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { BASE, type MessageView } from "./shapes.ts";

interface MessagePage {
  items: MessageView[];
  next: string | null;
  revision: number;
}

/** A chat's messages, oldest first, kept up to date as they are sent, edited and deleted. */
export function useConversation(room: string) {
  const path = `${BASE}/chats/${room}/messages`;
  const pages = useInfiniteQuery({
    queryKey: [path],
    queryFn: ({ pageParam, signal }) =>
      call<MessagePage>(path, { query: { after: pageParam, limit: 50 }, signal }),
    initialPageParam: "",
    getNextPageParam: (page: MessagePage) => page.next ?? undefined,
    refetchOnWindowFocus: false,
  });
  const [changed, setChanged] = useState<ReadonlyMap<number, MessageView>>(new Map());
  const revision = pages.data?.pages[0]?.revision;
  const line = useStream(
    revision === undefined ? undefined : address(`${BASE}/chats/${room}/events`, { after: revision }),
    (data) => {
      if (isMessage(data)) setChanged((before) => new Map(before).set(data.id, data));
    },
    ["message"],
  );
  const messages = useMemo(() => {
    const known = new Map(
      (pages.data?.pages ?? []).flatMap(({ items }) =>
        items.map((item): [number, MessageView] => [item.id, item]),
      ),
    );
    for (const [id, message] of changed) known.set(id, message);
    return [...known.values()].filter(({ deleted }) => !deleted).sort((a, b) => a.id - b.id);
  }, [pages.data, changed]);
  return {
    messages,
    line,
    pending: pages.isPending,
    error: pages.error,
    retry: () => void pages.refetch(),
    older: pages.hasNextPage ? () => void pages.fetchNextPage() : undefined,
    loadingOlder: pages.isFetchingNextPage,
  };
}

function isMessage(data: unknown): data is MessageView {
  return typeof data === "object" && data !== null && "id" in data && "content" in data;
}

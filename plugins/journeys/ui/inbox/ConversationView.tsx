import { Skeleton } from "@mantine/core";
import { call, ErrorState, useAct, useMay, useResource } from "@promostack/web/kit";
import { useEffect } from "react";
import type { ConversationDetail } from "../../inbox/api.ts";
import { Composer } from "./Composer.tsx";
import { Facts } from "./Facts.tsx";
import classes from "./Inbox.module.css";
import { CHANGES, conversation } from "./paths.ts";
import { Thread } from "./Thread.tsx";
import { ThreadHead } from "./ThreadHead.tsx";
import { words as W } from "./texts.ts";
import { usePresence } from "./usePresence.ts";

/** One conversation: what was said, the answer, and what is known of the person. */
export function ConversationView({ id }: { id: string }) {
  const found = useResource<ConversationDetail>(conversation(id), {}, { topics: ["inbox"] });
  const may = useMay("member");
  const unread = found.data?.unread ?? 0;
  const read = useAct({
    act: () => call(`${conversation(id)}/reading`, { method: "POST" }),
    tell: false,
    changes: CHANGES,
  });
  const { mutate } = read;
  useEffect(() => {
    if (may && unread > 0) mutate();
  }, [may, unread, mutate]);
  const typing = usePresence(id, may);
  if (found.error !== null)
    return (
      <div className={classes.nothing}>
        <ErrorState error={found.error} retry={() => void found.refetch()} />
      </div>
    );
  const detail = found.data;
  if (detail === undefined) return <Skeleton h={480} />;
  return (
    <>
      <section className={classes.thread} aria-label={W.thread}>
        <ThreadHead detail={detail} />
        <Thread id={id} />
        {may ? <Composer detail={detail} typing={typing} /> : <p className={classes.foot}>{W.viewOnly}</p>}
      </section>
      <Facts detail={detail} />
    </>
  );
}

import { Empty, Page, useAddress, useGo, usePluginPlace, useResource } from "@promostack/web/kit";
import { IconMessages } from "@tabler/icons-react";
import type { ConversationCounts } from "../../inbox/api.ts";
import { ConversationList, useConversations } from "./ConversationList.tsx";
import { ConversationView } from "./ConversationView.tsx";
import classes from "./Inbox.module.css";
import { COUNTS } from "./paths.ts";
import { words as W } from "./texts.ts";
import { useListKeys } from "./useListKeys.ts";

/** Conversations beside the one that is open. On a phone, one or the other. */
export default function Inbox() {
  const { base, rest: open } = usePluginPlace();
  const [words] = useAddress();
  const go = useGo();
  const source = useConversations();
  const counts = useResource<ConversationCounts>(COUNTS, {}, { topics: ["inbox"] });
  const show = (id: string) => go(`${base}/${id}`, words);
  const cursor = useListKeys(source.rows, open, show);
  const waiting = counts.data?.waiting ?? 0;
  return (
    <Page
      title={waiting === 0 ? W.title : `${W.title} (${waiting})`}
      wide
      {...(open !== "" && { back: { to: base, label: W.back } })}
    >
      <div className={classes.room} data-open={open !== "" || undefined}>
        <ConversationList source={source} counts={counts.data} open={open} cursor={cursor} />
        {open === "" ? (
          <div className={classes.nothing}>
            <Empty icon={<IconMessages size={32} stroke={1.5} />} title={W.chooseTitle}>
              {W.chooseText}
            </Empty>
          </div>
        ) : (
          <ConversationView key={open} id={open} />
        )}
      </div>
    </Page>
  );
}

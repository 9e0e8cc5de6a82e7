import type { Transaction } from "@promostack/core";
import type { Direction } from "@promostack/core/strategy";
import { WHOLE } from "../domain/levels.ts";
import type { Outcome } from "../domain/result.ts";
import type { FillReason } from "../domain/signal.ts";
import type { ChannelKind } from "../messages/rules.ts";
import type { PictureKind } from "./pictureSettings.ts";

/** Which picture of which signal. */
interface PictureOf {
  tenantId: string;
  signalId: string;
  kind: PictureKind;
}

/** What a picture needs to know of its signal, as the books have it now. Prices in dollars. */
export interface SignalView {
  symbol: string;
  direction: Direction;
  status: string;
  entry: number;
  stop: number;
  targets: number[];
  fractions: number[];
  openedAt: Date;
  closedAt: Date | null;
  outcome: Outcome | null;
  resultR: number | null;
  resultPips: number | null;
  fills: { time: number; price: number; fraction: number; reason: FillReason }[];
  /** Storage key of the tenant's logo. */
  logo: string | null;
  /** Where the post went out that the picture answers. */
  chats: { chat: string; title: string; kind: ChannelKind }[];
}

interface Row extends Omit<SignalView, "fills" | "chats"> {
  tenantId: string;
  signalId: string;
  fills: { time: string; price: number; fraction: number; reason: FillReason }[] | null;
  opened: SignalView["chats"] | null;
  closed: SignalView["chats"] | null;
}

/** Kind of the post that a picture answers. */
export const ANSWERED = { opening: "open", result: "closed" } as const;

/** The signals of many pictures of many tenants, in one statement; keyed by tenant and signal. */
export async function signalViews(
  trx: Transaction,
  pictures: readonly PictureOf[],
): Promise<(picture: PictureOf) => SignalView | undefined> {
  const chats = (kind: string) =>
    `(select json_agg(json_build_object('chat', p.chat, 'title', p.chat_title, 'kind', c ->> 'kind') order by p.chat)
       from post p join jsonb_array_elements(s.chats) c on c ->> 'chat' = p.chat
       where p.tenant_id = s.tenant_id and p.signal_id = s.id and p.kind = '${kind}'
         and coalesce(p.outcome, 'sent') in ('sent', 'unknown'))`;
  const rows = await trx.many<Row>(
    `select s.tenant_id as "tenantId", s.id as "signalId", s.symbol, s.direction, s.status, s.entry::float8 as entry,
       s.stop::float8 as stop, s.targets::float8[] as targets, s.fractions, s.opened_at as "openedAt",
       s.closed_at as "closedAt", s.outcome, s.result_r as "resultR", s.result_pips as "resultPips",
       (select l.file from logo l where l.tenant_id = s.tenant_id) as logo,
       (select json_agg(json_build_object('time', f.time, 'price', f.price, 'fraction', f.fraction, 'reason', f.reason)
          order by f.number) from fill f where f.tenant_id = s.tenant_id and f.signal_id = s.id) as fills,
       ${chats(ANSWERED.opening)} as opened, ${chats(ANSWERED.result)} as closed
     from signal s join (select * from unnest($1::uuid[], $2::uuid[]) as w(tenant_id, id)) wanted
       on s.tenant_id = wanted.tenant_id and s.id = wanted.id`,
    [pictures.map(({ tenantId }) => tenantId), pictures.map(({ signalId }) => signalId)],
  );
  const known = new Map(rows.map((row) => [`${row.tenantId} ${row.signalId}`, row]));
  return ({ tenantId, signalId, kind }) => {
    const row = known.get(`${tenantId} ${signalId}`);
    return row && viewOf(row, kind);
  };
}

function viewOf(
  { fills, opened, closed, tenantId: _tenant, signalId: _signal, ...row }: Row,
  kind: PictureKind,
): SignalView {
  return {
    ...row,
    fractions: row.fractions.map((part) => part / WHOLE),
    fills: (fills ?? []).map((fill) => ({
      ...fill,
      time: Date.parse(fill.time),
      fraction: fill.fraction / WHOLE,
    })),
    chats: (kind === "opening" ? opened : closed) ?? [],
  };
}

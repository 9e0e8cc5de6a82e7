import { Button, SegmentedControl, Skeleton, TextInput, VisuallyHidden } from "@mantine/core";
import {
  Empty,
  ErrorState,
  LinkButton,
  Notice,
  Page,
  useAddress,
  useMay,
  useResource,
} from "@promostack/web/kit";
import { IconPhoto, IconPlus, IconSearch, IconUpload } from "@tabler/icons-react";
import type { TemplateList as Listed, ListedTemplate } from "../../templates/api.ts";
import { TEMPLATES } from "../base.ts";
import { DeletedTemplates } from "./DeletedTemplates.tsx";
import { Gallery } from "./Gallery.tsx";
import { ImportZone } from "./ImportZone.tsx";
import { TemplateCard } from "./TemplateCard.tsx";
import classes from "./Templates.module.css";
import { words as W } from "./texts.ts";
import { useOrder } from "./useOrder.ts";

/** From this many on, people look for one by its name. */
const SEARCHED_FROM = 7;

/** Every template of the tenant, as people are offered them. */
export function TemplateList() {
  const may = useMay("member");
  const { data, error, refetch } = useResource<Listed>(TEMPLATES, {}, { every: 60_000 });
  const items = data?.items;
  const few = items === undefined || items.length === 0;
  return (
    <ImportZone>
      {(choose) => (
        <Page
          title={W.title}
          intro={W.intro}
          wide
          actions={
            may && !few ? (
              <>
                <Button variant="default" leftSection={<IconUpload size={16} aria-hidden />} onClick={choose}>
                  {W.import}
                </Button>
                <LinkButton to="/templates/new" leftSection={<IconPlus size={16} aria-hidden />}>
                  {W.create}
                </LinkButton>
              </>
            ) : undefined
          }
        >
          {items === undefined ? (
            error === null ? (
              <Waiting />
            ) : (
              <ErrorState error={error} retry={() => void refetch()} />
            )
          ) : items.length === 0 ? (
            <Beginning importFile={choose} />
          ) : (
            <Cards items={items} />
          )}
          {items === undefined ? null : <DeletedTemplates />}
        </Page>
      )}
    </ImportZone>
  );
}

function Cards({ items }: { items: readonly ListedTemplate[] }) {
  const [{ q = "", state = "all" }, change] = useAddress();
  const order = useOrder(items);
  const wanted = q.trim().toLowerCase();
  const shown = order.sorted.filter(
    ({ name, publishedVersion }) =>
      name.toLowerCase().includes(wanted) &&
      (state === "all" || (state === "published") === (publishedVersion !== null)),
  );
  const all = shown.length === items.length;
  return (
    <>
      <Offered items={items} />
      {items.length < SEARCHED_FROM && all ? null : (
        <div className={classes.tools}>
          <TextInput
            type="search"
            aria-label={W.search}
            placeholder={W.search}
            leftSection={<IconSearch size={15} aria-hidden />}
            value={q}
            onChange={({ currentTarget }) => change({ q: currentTarget.value })}
          />
          <SegmentedControl
            aria-label={W.which}
            value={state}
            onChange={(value) => change({ state: value === "all" ? undefined : value })}
            data={Object.entries(W.states).map(([value, label]) => ({ value, label }))}
          />
        </div>
      )}
      {shown.length === 0 ? (
        <Empty
          title={W.noMatch}
          action={
            <Button variant="default" onClick={() => change({ q: undefined, state: undefined })}>
              {W.showAll}
            </Button>
          }
        >
          {W.noMatchText}
        </Empty>
      ) : (
        <ul className={classes.grid}>
          {shown.map((item) => (
            <li key={item.id} data-template={item.id}>
              <TemplateCard
                item={item}
                order={order}
                count={items.length}
                sortable={all && items.length > 1}
              />
            </li>
          ))}
        </ul>
      )}
      <VisuallyHidden aria-live="polite">{order.said}</VisuallyHidden>
    </>
  );
}

/** What people get where it is not what stands here. */
function Offered({ items }: { items: readonly ListedTemplate[] }) {
  const published = items.filter(({ publishedVersion, frame }) => publishedVersion !== null && !frame);
  if (published.length === 0)
    return (
      <Notice tone="info" title={W.starters}>
        {W.startersText}
      </Notice>
    );
  if (published.some(({ forTelegram }) => forTelegram)) return null;
  return (
    <Notice tone="warn" title={W.noneOffered}>
      {W.noneOfferedText}
    </Notice>
  );
}

function Beginning({ importFile }: { importFile(): void }) {
  const may = useMay("member");
  return (
    <>
      <Empty icon={<IconPhoto size={32} stroke={1.5} />} title={W.emptyTitle}>
        {may ? W.emptyText : W.emptyViewer}
      </Empty>
      {may ? <Gallery importFile={importFile} /> : null}
    </>
  );
}

function Waiting() {
  return (
    <div className={classes.grid}>
      {[1, 2, 3, 4, 5, 6].map((place) => (
        <Skeleton key={place} h={348} radius="md" />
      ))}
    </div>
  );
}

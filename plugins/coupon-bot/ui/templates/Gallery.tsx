import { Button, Skeleton, Text, UnstyledButton } from "@mantine/core";
import { ErrorState, useResource } from "@promostack/web/kit";
import { IconFile, IconUpload, type TablerIcon } from "@tabler/icons-react";
import { useState } from "react";
import type { GalleryItem, GalleryList } from "../../templates/api.ts";
import { GALLERY } from "../base.ts";
import { Collage } from "./Collage.tsx";
import { LookDialog } from "./LookDialog.tsx";
import classes from "./Templates.module.css";
import { words as W } from "./texts.ts";
import { useBegin } from "./useBegin.ts";

/** Where a template begins: blank, with a file, with one of ours. */
export function Gallery({ importFile }: { importFile(): void }) {
  const begin = useBegin();
  const [large, setLarge] = useState<GalleryItem>();
  const { data, error, refetch } = useResource<GalleryList>(GALLERY);
  if (data === undefined && error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  const use = (id: string) => begin.mutate({ gallery: id });
  return (
    <>
      <div className={classes.grid}>
        <Choice Icon={IconFile} title={W.blank} text={W.blankText} act={() => begin.mutate("blank")} />
        <Choice Icon={IconUpload} title={W.importFile} text={W.importText} act={importFile} />
      </div>
      <div className={classes.grid}>
        {data === undefined
          ? [1, 2, 3, 4, 5, 6].map((place) => <Skeleton key={place} h={316} radius="md" />)
          : data.items.map((item) => (
              <article key={item.id} className={`card ${classes.card}`}>
                <UnstyledButton
                  className={classes.stage}
                  aria-label={W.preview(item.title)}
                  onClick={() => setLarge(item)}
                >
                  <Collage name={item.title} pictures={item.pictures} />
                </UnstyledButton>
                <div className={classes.foot}>
                  <div className={classes.facts}>
                    <Text fw={600} className="clip">
                      {item.title}
                    </Text>
                    <Text size="xs" c="dimmed" className="clip">
                      {W.sizesOf(item.sizes)}
                    </Text>
                  </div>
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={W.startWith(item.title)}
                    loading={isFor(begin, item.id)}
                    disabled={begin.isPending}
                    onClick={() => use(item.id)}
                  >
                    {W.use}
                  </Button>
                </div>
              </article>
            ))}
      </div>
      <LookDialog
        name={large?.title ?? ""}
        pictures={large?.pictures ?? []}
        opened={large !== undefined}
        close={() => setLarge(undefined)}
        action={
          <Button loading={begin.isPending} onClick={() => large && use(large.id)} data-autofocus>
            {W.use}
          </Button>
        }
      />
    </>
  );
}

function isFor({ isPending, variables }: ReturnType<typeof useBegin>, id: string): boolean {
  return isPending && typeof variables === "object" && "gallery" in variables && variables.gallery === id;
}

function Choice({ Icon, title, text, act }: { Icon: TablerIcon; title: string; text: string; act(): void }) {
  return (
    <UnstyledButton className={`card ${classes.choice}`} onClick={act}>
      <Icon size={20} stroke={1.6} aria-hidden />
      <span>
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      </span>
    </UnstyledButton>
  );
}

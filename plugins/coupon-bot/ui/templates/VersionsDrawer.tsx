import { Button, Drawer, Skeleton, Stack, Text } from "@mantine/core";
import { Ago, call, Empty, ErrorState, Status, useAct, useMay, useRows } from "@promostack/web/kit";
import { IconHistory } from "@tabler/icons-react";
import type { ListedTemplate, TemplateDetail, Version } from "../../templates/api.ts";
import { TEMPLATES, template } from "../base.ts";
import { Collage } from "./Collage.tsx";
import classes from "./Templates.module.css";
import { words as W } from "./texts.ts";

interface VersionsProps {
  item: Pick<ListedTemplate, "id" | "name">;
  opened: boolean;
  close(): void;
  /** The draft is another now. */
  onRestored?(template: TemplateDetail): void;
}

/** What was published of a template, to look at and to go on from. */
export function VersionsDrawer({ item, opened, close, onRestored }: VersionsProps) {
  return (
    <Drawer
      opened={opened}
      onClose={close}
      position="right"
      size={460}
      closeButtonProps={{ "aria-label": W.close }}
      title={<Text fw={620}>{W.versionsOf(item.name)}</Text>}
    >
      {opened ? <Versions item={item} onRestored={onRestored} /> : null}
    </Drawer>
  );
}

function Versions({ item: { id, name }, onRestored }: Pick<VersionsProps, "item" | "onRestored">) {
  const versions = useRows<Version>(`${template(id)}/versions`, {}, { limit: 20 });
  const may = useMay("member");
  const restore = useAct<number, TemplateDetail>({
    act: (number) => call<TemplateDetail>(`${template(id)}/versions/${number}/restore`, { method: "POST" }),
    done: (_body, number) => W.restored(number),
    changes: [TEMPLATES],
    ...(onRestored && { onDone: onRestored }),
  });
  if (versions.pending) return <Skeleton h={164} />;
  if (versions.error !== null) return <ErrorState error={versions.error} retry={versions.retry} />;
  if (versions.rows.length === 0)
    return (
      <Empty icon={<IconHistory size={28} stroke={1.5} />} title={W.noVersions}>
        {W.noVersionsText}
      </Empty>
    );
  return (
    <Stack gap={0}>
      <Text size="sm" c="dimmed">
        {W.versionsIntro}
      </Text>
      {versions.rows.map(({ number, live, pictures, publishedAt, publishedBy }) => (
        <section key={number} className={classes.version} aria-label={W.version(number)}>
          <Collage name={`${name}, ${W.version(number)}`} pictures={pictures} height={120} />
          <Stack gap={6} align="flex-start" style={{ minWidth: 0 }}>
            <Text fw={600}>{W.version(number)}</Text>
            {live ? <Status tone="good">{W.live}</Status> : null}
            <Text size="xs" c="dimmed">
              <Ago value={publishedAt} /> {publishedBy === "" ? null : W.by(publishedBy)}
            </Text>
            {may ? (
              <Button
                size="xs"
                variant="default"
                loading={restore.isPending && restore.variables === number}
                onClick={() => restore.mutate(number)}
              >
                {W.restore}
              </Button>
            ) : null}
          </Stack>
        </section>
      ))}
      {versions.more ? (
        <Button variant="default" mt="md" loading={versions.loadingMore} onClick={versions.loadMore}>
          {W.moreVersions}
        </Button>
      ) : null}
    </Stack>
  );
}

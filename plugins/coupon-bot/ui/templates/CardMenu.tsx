import { ActionIcon, Menu } from "@mantine/core";
import { Confirm, call, notify, useAct, useGo, useMay } from "@promostack/web/kit";
import {
  IconArrowBarToLeft,
  IconArrowBarToRight,
  IconCopy,
  IconDots,
  IconDownload,
  IconEyeOff,
  IconHistory,
  IconPencil,
  IconRosetteDiscountCheck,
  IconTextCaption,
  IconTrash,
  IconZoomIn,
} from "@tabler/icons-react";
import { useState } from "react";
import type { ListedTemplate, Published, TemplateDetail } from "../../templates/api.ts";
import { TEMPLATES, template } from "../base.ts";
import { saveExport } from "./exporting.ts";
import { LookDialog } from "./LookDialog.tsx";
import { RenameDialog } from "./RenameDialog.tsx";
import { words as W } from "./texts.ts";
import { useDelete } from "./useDelete.ts";
import { VersionsDrawer } from "./VersionsDrawer.tsx";

interface CardMenuProps {
  item: ListedTemplate;
  move: ((to: number) => void) | undefined;
  /** Place of the last. */
  last: number;
}

/** What can be done with a template as a whole. */
export function CardMenu({ item, move, last }: CardMenuProps) {
  const { id, name, etag, publishedVersion, draftDiffers, pictures } = item;
  const go = useGo();
  const [mayEdit, mayPublish] = [useMay("member"), useMay("admin")];
  const [shows, setShows] = useState<"name" | "large" | "versions">();
  const duplicate = useAct<void, TemplateDetail>({
    act: () => call<TemplateDetail>(TEMPLATES, { method: "POST", body: { from: { template: id } } }),
    done: (copy) => W.duplicated(copy.name),
    changes: [TEMPLATES],
  });
  const publish = useAct<void, Published>({
    act: () => call<Published>(`${template(id)}/publish`, { method: "POST", headers: { "if-match": etag } }),
    changes: [TEMPLATES],
    onDone({ version, warnings }) {
      const [warning] = warnings;
      void notify({ tone: "good", message: W.publishedNow(name, version) });
      if (warning) void notify({ tone: "warn", title: warning.message, message: warning.fix, stays: 9000 });
    },
  });
  const unpublish = useAct<void>({
    act: () => call(`${template(id)}/unpublish`, { method: "POST" }),
    done: W.unpublished(name),
    changes: [TEMPLATES],
  });
  const download = useAct<void>({ act: () => saveExport(item) });
  const remove = useDelete(item);
  const live = publishedVersion !== null;
  return (
    <Confirm
      title={W.deleteTitle(name)}
      text={W.deleteText}
      label={W.delete}
      act={() => remove.mutateAsync()}
    >
      {(askDelete) => (
        <Confirm
          title={W.unpublishTitle(name)}
          text={W.unpublishText}
          label={W.unpublish}
          act={() => unpublish.mutateAsync()}
        >
          {(askUnpublish) => (
            <>
              <Menu position="bottom-end">
                <Menu.Target>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={W.more(name)}
                    style={{ flex: "none" }}
                  >
                    <IconDots size={17} aria-hidden />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  {mayEdit ? (
                    <>
                      <Menu.Item
                        leftSection={<IconPencil size={15} aria-hidden />}
                        onClick={() => go(`/templates/${id}`)}
                      >
                        {W.edit}
                      </Menu.Item>
                      <Menu.Item
                        leftSection={<IconTextCaption size={15} aria-hidden />}
                        onClick={() => setShows("name")}
                      >
                        {W.rename}
                      </Menu.Item>
                      <Menu.Item
                        leftSection={<IconCopy size={15} aria-hidden />}
                        onClick={() => duplicate.mutate()}
                      >
                        {W.duplicate}
                      </Menu.Item>
                    </>
                  ) : null}
                  {mayPublish && (!live || draftDiffers) ? (
                    <Menu.Item
                      leftSection={<IconRosetteDiscountCheck size={15} aria-hidden />}
                      onClick={() => publish.mutate()}
                    >
                      {live ? W.publishChanges : W.publish}
                    </Menu.Item>
                  ) : null}
                  {mayPublish && live ? (
                    <Menu.Item leftSection={<IconEyeOff size={15} aria-hidden />} onClick={askUnpublish}>
                      {W.unpublish}
                    </Menu.Item>
                  ) : null}
                  {mayEdit && move !== undefined ? (
                    <>
                      <Menu.Divider />
                      <Menu.Item
                        leftSection={<IconArrowBarToLeft size={15} className="points" aria-hidden />}
                        onClick={() => move(0)}
                      >
                        {W.earlier}
                      </Menu.Item>
                      <Menu.Item
                        leftSection={<IconArrowBarToRight size={15} className="points" aria-hidden />}
                        onClick={() => move(last)}
                      >
                        {W.later}
                      </Menu.Item>
                    </>
                  ) : null}
                  <Menu.Divider />
                  <Menu.Item
                    leftSection={<IconZoomIn size={15} aria-hidden />}
                    onClick={() => setShows("large")}
                  >
                    {W.look}
                  </Menu.Item>
                  <Menu.Item
                    leftSection={<IconHistory size={15} aria-hidden />}
                    onClick={() => setShows("versions")}
                  >
                    {W.versions}
                  </Menu.Item>
                  <Menu.Item
                    leftSection={<IconDownload size={15} aria-hidden />}
                    onClick={() => download.mutate()}
                  >
                    {W.export}
                  </Menu.Item>
                  {mayPublish ? (
                    <Menu.Item
                      color="var(--ink-sell)"
                      leftSection={<IconTrash size={15} aria-hidden />}
                      onClick={() => (live ? askDelete() : remove.mutate())}
                    >
                      {W.delete}
                    </Menu.Item>
                  ) : null}
                </Menu.Dropdown>
              </Menu>
              {shows === "name" ? <RenameDialog item={item} close={() => setShows(undefined)} /> : null}
              <LookDialog
                name={name}
                pictures={pictures}
                opened={shows === "large"}
                close={() => setShows(undefined)}
              />
              <VersionsDrawer item={item} opened={shows === "versions"} close={() => setShows(undefined)} />
            </>
          )}
        </Confirm>
      )}
    </Confirm>
  );
}

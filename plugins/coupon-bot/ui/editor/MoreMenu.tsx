import { ActionIcon, FileButton, Menu } from "@mantine/core";
import { Confirm, call, useAct, useGo, useMay } from "@promostack/web/kit";
import {
  IconCopy,
  IconDots,
  IconDownload,
  IconEyeOff,
  IconHistory,
  IconKeyboard,
  IconTrash,
  IconUpload,
} from "@tabler/icons-react";
import { useRef } from "react";
import type { TemplateDetail } from "../../templates/api.ts";
import { template as at, TEMPLATES } from "../base.ts";
import { saveExport } from "../templates/exporting.ts";
import { useBegin } from "../templates/useBegin.ts";
import { useDelete } from "../templates/useDelete.ts";
import { useEditor } from "./editor.ts";
import { words as W } from "./texts.ts";
import type { Saving } from "./useSaving.ts";

interface MoreMenuProps {
  saving: Saving;
  openVersions(): void;
  openShortcuts(): void;
}

/** What is done with the template as a whole. */
export function MoreMenu({ saving, openVersions, openShortcuts }: MoreMenuProps) {
  const { detail, readOnly } = useEditor();
  const go = useGo();
  const mayWrite = useMay("member");
  const mayDelete = useMay("admin");
  const pick = useRef<HTMLButtonElement>(null);
  const duplicate = useBegin();
  const remove = useDelete(detail);
  const download = useAct<void>({
    act: async () => {
      await saving.save();
      await saveExport(detail);
    },
  });
  const takeIn = useAct<File, TemplateDetail>({
    act: async (file) =>
      call<TemplateDetail>(`${TEMPLATES}/import`, { method: "POST", body: { file: await parsed(file) } }),
    done: W.imported,
    changes: [TEMPLATES],
    onDone: ({ id }) => go(`/templates/${id}`),
  });
  const unpublish = useAct<void>({
    act: () => call(`${at(detail.id)}/unpublish`, { method: "POST" }),
    done: W.unpublished,
    changes: [TEMPLATES],
  });
  return (
    <Confirm
      title={W.unpublishTitle}
      text={W.unpublishText}
      label={W.unpublish}
      act={() => unpublish.mutateAsync()}
    >
      {(askUnpublish) => (
        <>
          <FileButton
            accept="application/json,.json"
            onChange={(file) => file !== null && takeIn.mutate(file)}
          >
            {({ onClick }) => (
              <button ref={pick} type="button" hidden onClick={onClick} aria-label={W.importFile} />
            )}
          </FileButton>
          <Menu position="bottom-end" width={260}>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={W.more}>
                <IconDots size={18} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconHistory size={16} aria-hidden />} onClick={openVersions}>
                {W.versions}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconDownload size={16} aria-hidden />}
                onClick={() => download.mutate()}
              >
                {W.exportFile}
              </Menu.Item>
              {mayWrite ? (
                <>
                  <Menu.Item
                    leftSection={<IconUpload size={16} aria-hidden />}
                    onClick={() => pick.current?.click()}
                  >
                    {W.importFile}
                  </Menu.Item>
                  <Menu.Item
                    leftSection={<IconCopy size={16} aria-hidden />}
                    onClick={() => void saving.save().then(() => duplicate.mutate({ template: detail.id }))}
                  >
                    {W.duplicateTemplate}
                  </Menu.Item>
                </>
              ) : null}
              <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={openShortcuts}>
                {W.shortcuts}
              </Menu.Item>
              {mayDelete && !readOnly ? (
                <>
                  <Menu.Divider />
                  {detail.publishedVersion === null ? null : (
                    <Menu.Item leftSection={<IconEyeOff size={16} aria-hidden />} onClick={askUnpublish}>
                      {W.unpublish}
                    </Menu.Item>
                  )}
                  <Menu.Item
                    color="var(--ink-sell)"
                    leftSection={<IconTrash size={16} aria-hidden />}
                    onClick={() => remove.mutate(undefined, { onSuccess: () => go("/templates") })}
                  >
                    {W.deleteTemplate}
                  </Menu.Item>
                </>
              ) : null}
            </Menu.Dropdown>
          </Menu>
        </>
      )}
    </Confirm>
  );
}

async function parsed(file: File): Promise<unknown> {
  try {
    return JSON.parse(await file.text());
  } catch (cause) {
    throw new Error(W.noTemplateFile, { cause });
  }
}

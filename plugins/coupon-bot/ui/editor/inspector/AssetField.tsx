import { ActionIcon, Button, FileButton, Group, Modal, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { address, usePlace } from "@promostack/web/kit";
import { IconPhoto, IconTrash, IconUpload } from "@tabler/icons-react";
import type { ListedAsset } from "../../../templates/api.ts";
import { useEditor } from "../editor.ts";
import { PICTURE_TYPES } from "../fileTypes.ts";
import { words as W } from "../texts.ts";
import classes from "./Inspector.module.css";

interface AssetFieldProps {
  value: string | undefined;
  kind: "picture" | "logo";
  change(asset: ListedAsset): void;
}

/** A picture of the tenant's: chosen among what is there, or uploaded. */
export function AssetField({ value, kind, change }: AssetFieldProps) {
  const { assets, uploads, readOnly } = useEditor();
  const { tenant } = usePlace();
  const [opened, { open, close }] = useDisclosure(false);
  const asset = value === undefined ? undefined : assets.get(value);
  const source = ({ url }: ListedAsset) => address(url, { "x-tenant": tenant?.id });
  const take = async (file: File | null) => {
    if (file === null) return;
    const taken = await uploads.send(kind, file);
    if (taken !== undefined) change(taken);
  };
  const pictures = uploads.all.filter((each) => each.kind !== "font");
  return (
    <div className={classes.asset}>
      {asset === undefined ? (
        <span className={classes.noAsset} aria-hidden>
          <IconPhoto size={20} stroke={1.5} />
        </span>
      ) : (
        <img className={classes.look} src={source(asset)} alt={asset.name} />
      )}
      <div className={classes.assetActs}>
        <Text size="xs" className="clip">
          {asset?.name ?? W.choosePicture}
        </Text>
        {readOnly ? null : (
          <Group gap={4}>
            <FileButton accept={PICTURE_TYPES} onChange={(file) => void take(file)}>
              {(props) => (
                <Button
                  {...props}
                  size="compact-xs"
                  leftSection={<IconUpload size={13} aria-hidden />}
                  variant="default"
                >
                  {W.upload}
                </Button>
              )}
            </FileButton>
            {pictures.length === 0 ? null : (
              <Button size="compact-xs" variant="subtle" color="gray" onClick={open}>
                {W.yourFiles}
              </Button>
            )}
          </Group>
        )}
      </div>
      <Modal opened={opened} onClose={close} size="lg" title={<Text fw={620}>{W.yourFiles}</Text>}>
        <div className={classes.files}>
          {pictures.map((each) => (
            <div key={each.id} className={classes.file}>
              <UnstyledButton
                className={classes.choice}
                aria-pressed={each.id === value}
                onClick={() => {
                  change(each);
                  close();
                }}
              >
                <img src={source(each)} alt="" loading="lazy" />
                <span className="clip">{each.name}</span>
              </UnstyledButton>
              <ActionIcon
                className={classes.forget}
                size="sm"
                variant="default"
                aria-label={W.deleteFile(each.name)}
                onClick={() => void uploads.forget(each)}
              >
                <IconTrash size={13} aria-hidden />
              </ActionIcon>
            </div>
          ))}
        </div>
        {pictures.length === 0 ? <Text c="dimmed">{W.noFiles}</Text> : null}
      </Modal>
    </div>
  );
}

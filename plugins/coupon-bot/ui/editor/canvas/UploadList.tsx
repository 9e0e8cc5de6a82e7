import { ActionIcon, Progress, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useEditor } from "../editor.ts";
import { words as W } from "../texts.ts";
import classes from "./Canvas.module.css";

/** Files on their way, each with how far it is and a way to stop it. */
export function UploadList() {
  const { underWay } = useEditor().uploads;
  return underWay.map(({ id, name, done, cancel }) => (
    <div key={id} className={`card ${classes.upload}`}>
      <Text size="xs" className="clip" flex={1}>
        {W.uploading(name)}
      </Text>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={W.cancelUpload} onClick={cancel}>
        <IconX size={14} aria-hidden />
      </ActionIcon>
      <Progress className={classes.uploadBar} size={3} value={done * 100} aria-label={W.uploading(name)} />
    </div>
  ));
}

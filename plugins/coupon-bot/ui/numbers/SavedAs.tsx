import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { words as W } from "./texts.ts";

/** Saves a list as the server writes it. */
export function SavedAs({ what, file }: { what: string; file: string }) {
  return (
    <Button
      component="a"
      href={file}
      download
      variant="default"
      size="compact-sm"
      leftSection={<IconDownload size={14} aria-hidden />}
      aria-label={W.csvOf(what)}
    >
      {W.csv}
    </Button>
  );
}

import { Skeleton, Text } from "@mantine/core";
import { pixelsOf, type SizeId } from "../../../template/pixels.ts";
import type { Template } from "../../../template/template.ts";
import { useEditor } from "../editor.ts";
import { words as W } from "../texts.ts";
import classes from "./Preview.module.css";
import { useServerPicture } from "./useServerPicture.ts";

interface PictureProps {
  template: Template;
  size: SizeId;
  /** Pixels across that are asked for. */
  width: number;
  alt: string;
  pause?: number;
}

/** A template in one size as people get it. While a newer picture is on its way, the last one stays, paler. */
export function Picture({ template, size, width, alt, pause = 0 }: PictureProps) {
  const { values } = useEditor();
  const { url, fresh, error } = useServerPicture({ template, size, values, width }, { pause });
  const pixels = pixelsOf(size, template.custom);
  const style = { aspectRatio: pixels === undefined ? 1 : `${pixels.width} / ${pixels.height}` };
  if (error !== undefined)
    return (
      <div className={classes.failed} style={style} role="alert">
        <Text size="xs">
          {W.pictureFails}. {error.message}
        </Text>
      </div>
    );
  if (url === undefined) return <Skeleton style={style} h="auto" />;
  return (
    <img
      className={classes.shown}
      data-stale={!fresh || undefined}
      src={url}
      alt={alt}
      style={style}
      draggable={false}
    />
  );
}

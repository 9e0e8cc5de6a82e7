import { FileButton, Text, Tooltip, UnstyledButton } from "@mantine/core";
import {
  IconBrush,
  IconCircle,
  IconColorFilter,
  IconHeading,
  IconLine,
  IconPhoto,
  IconQrcode,
  IconSquare,
  IconTicket,
  IconTypography,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useEditor } from "../editor.ts";
import { PICTURE_TYPES } from "../fileTypes.ts";
import { roomLeft } from "../model/layers.ts";
import type { Insert } from "../model/newLayers.ts";
import { words as W } from "../texts.ts";
import { usePlacing } from "../usePlacing.ts";
import classes from "./Panels.module.css";

const DRAWN: readonly (readonly [Insert, typeof IconSquare])[] = [
  ["heading", IconHeading],
  ["text", IconTypography],
  ["code", IconTicket],
  ["rectangle", IconSquare],
  ["ellipse", IconCircle],
  ["line", IconLine],
  ["gradient", IconColorFilter],
  ["qr", IconQrcode],
];
const UPLOADED = [
  ["image", IconPhoto],
  ["logo", IconBrush],
] as const;

/** Everything that can be put into the picture, one press each. */
export function InsertBar() {
  const { insert, template } = useEditor();
  const place = usePlacing();
  const full = roomLeft(template) === 0;
  return (
    <section aria-label={W.insert} className={classes.inserts}>
      {UPLOADED.map(([kind, Icon]) => (
        <FileButton
          key={kind}
          accept={PICTURE_TYPES}
          onChange={(file) => file !== null && void place(file, kind)}
          disabled={full}
        >
          {({ onClick }) => (
            <Tile label={W.inserts[kind]} full={full} act={onClick}>
              <Icon size={19} stroke={1.6} aria-hidden />
            </Tile>
          )}
        </FileButton>
      ))}
      {DRAWN.map(([what, Icon]) => (
        <Tile key={what} label={W.inserts[what]} full={full} act={() => insert(what)}>
          <Icon size={19} stroke={1.6} aria-hidden />
        </Tile>
      ))}
    </section>
  );
}

function Tile({
  label,
  full,
  act,
  children,
}: {
  label: string;
  full: boolean;
  act(): void;
  children: ReactNode;
}) {
  const tile = (
    <UnstyledButton className={classes.tile} onClick={act} disabled={full}>
      {children}
      <Text span size="11px">
        {label}
      </Text>
    </UnstyledButton>
  );
  return full ? <Tooltip label={W.full}>{tile}</Tooltip> : tile;
}

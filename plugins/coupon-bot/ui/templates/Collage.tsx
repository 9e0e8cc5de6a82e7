import { Center } from "@mantine/core";
import { address, usePlace } from "@promostack/web/kit";
import { IconPhotoOff } from "@tabler/icons-react";
import { useState } from "react";
import type { Look } from "../../templates/api.ts";
import classes from "./Templates.module.css";
import { words as W } from "./texts.ts";

const GAP = 8;
/** What the narrowest card has room for. */
const ROOM = 266;

/** A template's pictures as one, `height` pixels high: the first size large, the others beside it. */
export function Collage({
  name,
  pictures,
  height = 208,
}: {
  name: string;
  pictures: readonly Look[];
  height?: number;
}) {
  const [first, ...others] = pictures;
  if (first === undefined) return null;
  const small = others.map((look) =>
    within(look, { width: height * 0.45, height: (height - GAP * (others.length - 1)) / others.length }),
  );
  const beside = Math.max(0, ...small.map(({ width }) => width + GAP));
  const large = within(first, { width: ROOM - beside, height });
  return (
    <div className={classes.collage} style={{ height }}>
      <Picture name={name} look={first} across={480} box={large} />
      {others.length === 0 ? null : (
        <div className={classes.others}>
          {others.map((look, place) => (
            <Picture key={look.size} name={name} look={look} across={240} box={small[place]} />
          ))}
        </div>
      )}
    </div>
  );
}

interface Box {
  width: number;
  height: number;
}

/** As large as it may be, in its own proportions. */
function within({ width, height }: Box, room: Box): Box {
  const scale = Math.min(room.width / width, room.height / height);
  return { width: width * scale, height: height * scale };
}

/** One size of a template, drawn by the server; its place is kept until it comes. */
export function Picture({
  name,
  look: { url, size, width, height },
  across,
  box,
}: {
  name: string;
  look: Look;
  /** Pixels of the picture that is asked for. */
  across: number;
  /** As wide as there is room where absent. */
  box?: Box | undefined;
}) {
  const { tenant } = usePlace();
  const src = address(url, { w: across, "x-tenant": tenant?.id });
  const [failed, setFailed] = useState<string>();
  const [come, setCome] = useState<string>();
  if (failed === src)
    return (
      <Center className={classes.picture} style={{ ...box, aspectRatio: `${width} / ${height}` }}>
        <IconPhotoOff size={20} stroke={1.5} aria-label={W.noPicture} className="muted" />
      </Center>
    );
  return (
    <img
      src={src}
      alt={W.picture(name, size)}
      width={width}
      height={height}
      loading="lazy"
      decoding="async"
      draggable={false}
      data-come={come === src || undefined}
      className={classes.picture}
      style={{ ...box, aspectRatio: `${width} / ${height}` }}
      onLoad={() => setCome(src)}
      onError={() => setFailed(src)}
    />
  );
}

import { Switch, Tooltip, UnstyledButton } from "@mantine/core";
import { pixelsOf, type SizeId } from "../../../template/pixels.ts";
import { useEditor } from "../editor.ts";
import { words as W } from "../texts.ts";
import { Picture } from "./Picture.tsx";
import classes from "./Preview.module.css";

/** Milliseconds after which the small pictures follow the large one. */
const PAUSE = 900;

/** Every size as a small picture, to choose the one to work in, and whether for it alone. */
export function Filmstrip({ pictures }: { pictures: boolean }) {
  const { template, view, work, readOnly } = useEditor();
  return (
    <div className={classes.strip}>
      <fieldset className={classes.frames} aria-label={W.sizesTitle}>
        {template.sizes.map((size) => (
          <UnstyledButton
            key={size}
            className={classes.frame}
            aria-pressed={size === view.size}
            onClick={() => work({ size })}
          >
            {pictures && template.sizes.length > 1 ? (
              <span className={classes.thumb}>
                <Picture template={template} size={size} width={160} alt="" pause={PAUSE} />
              </span>
            ) : null}
            <SizeName size={size} />
          </UnstyledButton>
        ))}
      </fieldset>
      {readOnly || template.sizes.length < 2 ? null : (
        <Tooltip label={W.onlyHereMeaning(W.sizes[view.size])} multiline w={260}>
          <Switch
            className={classes.only}
            size="xs"
            label={W.onlyHere}
            checked={view.only}
            onChange={(event) => work({ only: event.currentTarget.checked })}
          />
        </Tooltip>
      )}
    </div>
  );
}

export function SizeName({ size }: { size: SizeId }) {
  const { template } = useEditor();
  const pixels = pixelsOf(size, template.custom);
  return (
    <span className={classes.sizeName}>
      <b>{W.sizes[size]}</b>
      {pixels === undefined ? null : <span className="figure">{W.pixels(pixels.width, pixels.height)}</span>}
    </span>
  );
}

import { ActionIcon, Menu, TextInput, UnstyledButton } from "@mantine/core";
import {
  IconBrush,
  IconCircle,
  IconColorFilter,
  IconDots,
  IconEye,
  IconEyeOff,
  IconLine,
  IconLock,
  IconLockOpen,
  IconPhoto,
  IconQrcode,
  IconSquare,
  IconTypography,
} from "@tabler/icons-react";
import { useState } from "react";
import type { Layer } from "../../../template/layer.ts";
import { useEditor } from "../editor.ts";
import { reorder, type Way } from "../model/layers.ts";
import { seenIn, setIn } from "../model/placing.ts";
import { titleOf } from "../model/titles.ts";
import { words as W } from "../texts.ts";
import classes from "./Panels.module.css";

interface LayerRowProps {
  layer: Layer;
  chosen: boolean;
  choose(id: string, more: boolean, range: boolean): void;
}

/** A layer in the list: chosen, hidden, locked, renamed, brought nearer or farther. */
export function LayerRow({ layer, chosen, choose }: LayerRowProps) {
  const { view, put, readOnly, write } = useEditor();
  const [renaming, setRenaming] = useState(false);
  const title = titleOf(layer);
  const hidden = seenIn(layer, view.size).visible === false;
  const locked = layer.locked === true;
  if (renaming) return <Rename layer={layer} done={() => setRenaming(false)} />;
  return (
    <div className={classes.rowRoom} data-chosen={chosen || undefined} data-hidden={hidden || undefined}>
      <UnstyledButton
        className={classes.row}
        aria-pressed={chosen}
        onClick={(event) => choose(layer.id, event.ctrlKey || event.metaKey, event.shiftKey)}
        onDoubleClick={() => (layer.kind === "text" ? write() : setRenaming(!readOnly))}
        onKeyDown={(event) => {
          if (event.key === "F2" && !readOnly) setRenaming(true);
        }}
      >
        <LayerIcon layer={layer} />
        <span className="clip" dir="auto">
          {title}
        </span>
      </UnstyledButton>
      {readOnly ? null : (
        <span className={classes.marks}>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            data-on={locked || undefined}
            aria-label={locked ? W.unlock(title) : W.lock(title)}
            onClick={() => put({ ...layer, locked: locked ? undefined : true })}
          >
            {locked ? <IconLock size={14} aria-hidden /> : <IconLockOpen size={14} aria-hidden />}
          </ActionIcon>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            data-on={hidden || undefined}
            aria-label={hidden ? W.show(title) : W.hide(title)}
            onClick={() => put(setIn<Layer>(layer, view, { visible: hidden }))}
          >
            {hidden ? <IconEyeOff size={14} aria-hidden /> : <IconEye size={14} aria-hidden />}
          </ActionIcon>
          <LayerMenu layer={layer} rename={() => setRenaming(true)} />
        </span>
      )}
    </div>
  );
}

const WAYS = [
  ["front", W.front],
  ["forward", W.forward],
  ["backward", W.backward],
  ["back", W.toBack],
] as const satisfies readonly (readonly [Way, string])[];

function LayerMenu({ layer, rename }: { layer: Layer; rename(): void }) {
  const { change, duplicate, remove } = useEditor();
  const own = new Set([layer.id]);
  return (
    <Menu position="bottom-end" width={170}>
      <Menu.Target>
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label={W.layerMenu(titleOf(layer))}>
          <IconDots size={14} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={rename}>{W.rename}</Menu.Item>
        <Menu.Item onClick={() => duplicate(own)}>{W.duplicate}</Menu.Item>
        <Menu.Divider />
        {WAYS.map(([way, label]) => (
          <Menu.Item key={way} onClick={() => change((before) => reorder(before, own, way))}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item color="coral" onClick={() => remove(own)}>
          {W.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Rename({ layer, done }: { layer: Layer; done(): void }) {
  const { put } = useEditor();
  const [name, setName] = useState(layer.name ?? "");
  const keep = () => {
    const next = name.trim() === "" ? undefined : name.trim();
    if (next !== layer.name) put({ ...layer, name: next });
    done();
  };
  return (
    <TextInput
      size="xs"
      m={4}
      aria-label={W.layerName}
      placeholder={titleOf(layer)}
      maxLength={80}
      value={name}
      autoFocus
      data-own-history
      onChange={(event) => setName(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep();
        if (event.key === "Escape") done();
      }}
    />
  );
}

const SHAPES = { rectangle: IconSquare, ellipse: IconCircle, line: IconLine };
const ICONS = {
  image: IconPhoto,
  logo: IconBrush,
  gradient: IconColorFilter,
  text: IconTypography,
  qr: IconQrcode,
};

function LayerIcon({ layer }: { layer: Layer }) {
  const Icon = layer.kind === "shape" ? SHAPES[layer.shape] : ICONS[layer.kind];
  return <Icon size={16} stroke={1.6} aria-hidden />;
}

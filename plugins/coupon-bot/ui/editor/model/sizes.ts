import { MOST_PIXELS, type Size, type SizeId } from "../../../template/pixels.ts";
import type { Template } from "../../../template/template.ts";

/** As wide as link previews are. */
const CUSTOM: Size = { width: 1200, height: 630 };

/** Takes a size in, or out; one stays. What layers have of their own in it waits for its return. */
export function withSize(template: Template, size: SizeId, wanted: boolean): Template {
  const others = template.sizes.filter((each) => each !== size);
  if (!wanted) return others.length === 0 ? template : { ...template, sizes: others };
  const custom = size === "custom" ? (template.custom ?? CUSTOM) : template.custom;
  return { ...template, sizes: [...others, size], ...(custom !== undefined && { custom }) };
}

/** Another size of the tenant's own; the other side gives way where both would be too many pixels. */
export function customSized(template: Template, size: Size, changed: keyof Size): Template {
  const { width, height } = size;
  if (width * height <= MOST_PIXELS) return { ...template, custom: size };
  const custom =
    changed === "width"
      ? { width, height: Math.floor(MOST_PIXELS / width) }
      : { width: Math.floor(MOST_PIXELS / height), height };
  return { ...template, custom };
}

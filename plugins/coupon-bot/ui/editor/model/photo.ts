import type { Fit, Point } from "../../../template/paint.ts";
import type { SizeId } from "../../../template/pixels.ts";
import type { Template } from "../../../template/template.ts";
import type { View } from "./placing.ts";

export type BackgroundPhoto = NonNullable<Template["background"]["photo"]>;

export interface PhotoView {
  fit?: Fit;
  focus?: Point;
}

/** How the background's photo is seen in one size. */
export function photoSeenIn(photo: BackgroundPhoto, size: SizeId): PhotoView {
  const { fit, focus } = { ...photo, ...photo.bySize?.[size] };
  return { ...(fit !== undefined && { fit }), ...(focus !== undefined && { focus }) };
}

/** As `setIn` does for layers: in the one size, or in all of them. */
export function photoIn(photo: BackgroundPhoto, { size, only }: View, next: PhotoView): BackgroundPhoto {
  if (only) return { ...photo, bySize: { ...photo.bySize, [size]: { ...photo.bySize?.[size], ...next } } };
  const names = Object.keys(next);
  const own = Object.entries(photo.bySize ?? {}).map(([id, view]) => [
    id,
    Object.fromEntries(Object.entries(view).filter(([name]) => !names.includes(name))),
  ]);
  return { ...photo, ...next, ...(photo.bySize !== undefined && { bySize: Object.fromEntries(own) }) };
}

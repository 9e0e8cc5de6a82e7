import type { Outcome } from "../domain/result.ts";
import type { Look } from "./scene.ts";

/** The product's colours (web/theme), as a picture needs them. */
export interface Palette {
  ground: string;
  panel: string;
  line: string;
  grid: string;
  text: string;
  muted: string;
  faint: string;
  /** Buy, targets, rising. */
  up: string;
  /** Sell, stop, falling. */
  down: string;
  entry: string;
  flat: string;
  /** Text on a filled mark. */
  onFill: string;
}

const PALETTES: Record<Look["theme"], Palette> = {
  dark: {
    ground: "#11151b",
    panel: "#1c222b",
    line: "#2a323d",
    grid: "#1d242d",
    text: "#e7eaf0",
    muted: "#9aa5b5",
    faint: "#6c7788",
    up: "#2fb3a1",
    down: "#f0776a",
    entry: "#e2bd5c",
    flat: "#b3bbc8",
    onFill: "#0c0f14",
  },
  light: {
    ground: "#ffffff",
    panel: "#f7f8fa",
    line: "#d2d7e0",
    grid: "#eff1f5",
    text: "#171c24",
    muted: "#5d6877",
    faint: "#8c96a6",
    up: "#0e8376",
    down: "#c9473a",
    entry: "#815d0d",
    flat: "#5d6877",
    onFill: "#ffffff",
  },
};

export function paletteOf({ theme }: Look): Palette {
  return PALETTES[theme];
}

export function outcomeColour(palette: Palette, outcome: Outcome): string {
  return outcome === "win" ? palette.up : outcome === "loss" ? palette.down : palette.flat;
}

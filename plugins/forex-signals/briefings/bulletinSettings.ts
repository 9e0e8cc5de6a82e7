import type { BulletinKind } from "./bulletin.ts";

/** What a tenant says of briefings and recaps, in its settings. */
export interface BulletinSettings {
  morning: boolean;
  daily: boolean;
  weekly: boolean;
  /** A recap of a stretch in which nothing closed: left out, or said. */
  whenEmpty: "skip" | "say";
}

export const DEFAULT_BULLETINS: BulletinSettings = {
  morning: true,
  daily: true,
  weekly: true,
  whenEmpty: "skip",
};

const SWITCH = {
  briefing: "morning",
  "daily-recap": "daily",
  "weekly-recap": "weekly",
} as const satisfies Record<BulletinKind, keyof BulletinSettings>;

export function wants(settings: BulletinSettings, kind: BulletinKind): boolean {
  return settings[SWITCH[kind]];
}

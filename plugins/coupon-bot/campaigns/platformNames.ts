import type { Platform } from "./api.ts";

/** As they write themselves. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  instagram: "Instagram",
  tiktok: "TikTok",
  x: "X",
  facebook: "Facebook",
  youtube: "YouTube",
  telegram: "Telegram",
  threads: "Threads",
  website: "Website",
};

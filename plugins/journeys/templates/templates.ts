import { PlatformError } from "@promostack/core";
import { feedback } from "./feedback.ts";
import { launchCountdown } from "./launchCountdown.ts";
import { leadQualification } from "./leadQualification.ts";
import { liveReminder } from "./liveReminder.ts";
import { onboarding } from "./onboarding.ts";
import { quiz } from "./quiz.ts";
import type { Template } from "./template.ts";
import { vipUpsell } from "./vipUpsell.ts";
import { welcome } from "./welcome.ts";
import { winBack } from "./winBack.ts";

/** In the order of the gallery. */
export const TEMPLATES: readonly Template[] = [
  welcome,
  leadQualification,
  vipUpsell,
  launchCountdown,
  liveReminder,
  onboarding,
  feedback,
  quiz,
  winBack,
];

/** Raises `template.not_found`. */
export function templateById(id: string): Template {
  const found = TEMPLATES.find((each) => each.id === id);
  if (found !== undefined) return found;
  throw new PlatformError(`There is no template ${id}.`, {
    code: "template.not_found",
    status: 404,
    hint: "Choose one from the gallery.",
  });
}

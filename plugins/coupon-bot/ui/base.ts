/** Where the plugin's routes stand. */
const BASE = "/api/p/coupon-bot";
export const TEMPLATE_CHECKS = `${BASE}/template-checks`;
export const TEMPLATE_PREVIEWS = `${BASE}/template-previews`;
export const ASSETS = `${BASE}/assets`;
export const CAMPAIGNS = `${BASE}/campaigns`;
export const ENTRIES = `${BASE}/campaign-entries`;
export const PREVIEWS = `${BASE}/campaign-previews`;
export const NUMBERS = `${BASE}/numbers`;
export const INVALID_CODES = `${BASE}/invalid-codes`;
export const BROADCASTS = `${BASE}/broadcasts`;
export const BROADCAST_TESTS = `${BASE}/broadcast-tests`;
export const BROADCAST_LOOKS = `${BASE}/broadcast-looks`;
export const BROADCAST_TEMPLATES = `${BASE}/broadcast-templates`;
export const BROADCAST_PICTURE = `${BASE}/broadcast-picture`;
export const CODE_TRIALS = `${BASE}/code-trials`;
/** Journeys' routes, on which the coupon bot depends. */
export const JOURNEYS = "/api/p/journeys";
export const OVERLAYS = `${BASE}/campaign-overlays`;
export const MESSAGE_TEXTS = `${BASE}/message-texts`;
export const MESSAGE_TEXT_PREVIEWS = `${BASE}/message-text-previews`;

export function campaign(id: string): string {
  return `${CAMPAIGNS}/${id}`;
}
export const TEMPLATES = `${BASE}/templates`;
export const GALLERY = `${BASE}/gallery`;

export function template(id: string): string {
  return `${TEMPLATES}/${id}`;
}

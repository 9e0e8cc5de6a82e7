/** Wakes those who send to tenants' own addresses; the payload says nothing. */
export const WEBHOOK_CHANNEL = "webhook";

/** What the inbox may be narrowed to. Apart from the schemas, for the page too. */
export const FILTERS = ["waiting", "takenOver", "mine", "unread", "failed"] as const;
export type InboxFilter = (typeof FILTERS)[number];

/** How a code of a list stands, without anybody who asks. */
export const CODE_STATES = ["good", "not_yet", "expired", "used_up"] as const;

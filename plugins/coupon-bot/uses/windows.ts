/** Hours after somebody's first use in which they may come back. In hours: a day of a zone may have 23. */
export const WINDOWS = {
  d1: { opens: 24, closes: 48 },
  d7: { opens: 7 * 24, closes: 14 * 24 },
  d30: { opens: 30 * 24, closes: 60 * 24 },
} as const;
export const WINDOW_NAMES = ["d1", "d7", "d30"] as const;

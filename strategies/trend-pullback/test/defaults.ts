/** The rules' own numbers. */
export const DEFAULTS = {
  minAdx: 20,
  emaReachAtr: 0.3,
  cooledRsiFrom: 38,
  cooledRsiUntil: 48,
  maxRangeAtr: 2.5,
  minStop: 2,
  maxStopAtr: 1.2,
};

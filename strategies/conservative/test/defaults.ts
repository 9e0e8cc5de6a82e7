/** The rules' own numbers. */
export const DEFAULTS = {
  oversoldRsi: 35,
  minAdx: 25,
  confirmations: 2,
  bandReachAtr: 0.3,
  stochasticExtreme: 20,
  stopAtr: 2,
  target1Atr: 2,
  target2Atr: 3,
  target3Atr: 4,
};

/** The rules' own numbers. */
export const DEFAULTS = {
  minAdx: 15,
  oversoldRsi: 40,
  bandReachAtr: 0.5,
  stochasticExtreme: 20,
  stopAtr: 1,
  target1Atr: 1.2,
  target2Atr: 2,
  target3Atr: 2.5,
};

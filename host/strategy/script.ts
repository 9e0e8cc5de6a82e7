/** The strategy as one script, in its archive: the only thing of it that an installation ever runs. */
export const SCRIPT = "strategy.js";

/** Most layers of a template. */
export const MOST_LAYERS = 60;

/** Where the plugin's routes stand. */
export const BASE = "/api/p/journeys";

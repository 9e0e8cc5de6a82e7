/** Where the routes of people stand. */
export const API = "/api/p/journeys";
export const PEOPLE = `${API}/people`;
/** What changes when people do: every resource that counts or shows them. */
export const CHANGES = [API];
export const TOPICS = ["people"];

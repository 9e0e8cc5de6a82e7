/** Who can sign in without an account; any other address works too, and belongs to nobody's tenant at first. */
export const SAMPLE_PEOPLE = [
  { email: "owner@aurum.test", name: "Olivia Aurum", about: "Owner of Aurum Signals" },
  { email: "viewer@aurum.test", name: "Victor Viewer", about: "May look at Aurum Signals" },
  { email: "admin@promostack.test", name: "Ada Admin", about: "Admin of the platform" },
  { email: "owner@delta.test", name: "Dora Delta", about: "Owner of Delta Desk" },
] as const;

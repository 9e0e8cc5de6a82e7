export interface BotPlan {
  role: "signal_bot" | "message_bot";
  username: string;
  channels: { title: string; kind: "vip" | "free" }[];
}

export interface TenantPlan {
  slug: string;
  name: string;
  timezone: string;
  people: { email: string; name: string; role: "owner" | "admin" | "member" | "viewer" }[];
  bots: BotPlan[];
}

/** The tenants of a new playground. Products stay off: enabling one is the newcomer's first step. */
export const TENANTS: readonly TenantPlan[] = [
  {
    slug: "aurum",
    name: "Aurum Signals",
    timezone: "Europe/London",
    people: [
      { email: "owner@aurum.test", name: "Olivia Aurum", role: "owner" },
      { email: "viewer@aurum.test", name: "Victor Viewer", role: "viewer" },
      { email: "admin@promostack.test", name: "Ada Admin", role: "admin" },
    ],
    bots: [
      {
        role: "signal_bot",
        username: "aurum_signal_bot",
        channels: [
          { title: "Aurum VIP", kind: "vip" },
          { title: "Aurum Gold (free)", kind: "free" },
        ],
      },
      { role: "message_bot", username: "aurum_help_bot", channels: [] },
    ],
  },
  {
    slug: "delta",
    name: "Delta Desk",
    timezone: "America/New_York",
    people: [{ email: "owner@delta.test", name: "Dora Delta", role: "owner" }],
    bots: [
      {
        role: "signal_bot",
        username: "delta_signal_bot",
        channels: [{ title: "Delta Desk VIP", kind: "vip" }],
      },
      { role: "message_bot", username: "delta_help_bot", channels: [] },
    ],
  },
];

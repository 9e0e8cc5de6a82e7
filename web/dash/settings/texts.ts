/** Texts of the settings' pages on the plan and on keys. */

export const planWords = {
  plan: "Plan",
  firstPlan: "Free",
  planText: "What your team is on and what it includes. The people who run this platform change it.",
  includes: "Includes",
  includesNothing: "What every team gets",
  usage: "Usage this month",
  usageText: (since: string) => `Since ${since} (UTC). A few seconds behind.`,
  plugin: "Plugin",
  calls: "Calls",
  callsMeaning: "Requests, jobs, events and bot updates that ran for your team.",
  errors: "Errors",
  errorsMeaning: "Calls that failed by the plugin's fault or took too long.",
  sent: "Messages sent",
  unsent: "Given up",
  unsentMeaning: "Messages that could not be sent: the list says why.",
  stored: "Stored in files",
  none: "No plugin is on",
  noneText: "What your plugins do for you is counted here.",
  plugins: "See the plugins",
} as const;

export const onceWords = {
  copy: "Copy",
  copied: "Copied",
  keep: "I have it",
} as const;

export const keyWords = {
  title: "API keys",
  intro:
    "For your own programs: they do by /api what a member of the key's role may do, in this team alone. A key never does more than its maker may now, and stops when its maker leaves the team.",
  onlyAdmins: "API keys are for owners and admins",
  name: "Name",
  nameText: "What uses it, so that you know what stops when you delete it.",
  role: "Role",
  roleMeaning: "No more than its maker may now. A key of somebody who left the team is refused.",
  makerLeft: "Refused: its maker left",
  madeAs: (role: string) => `Made as ${role}`,
  key: "Key",
  expires: "Runs out",
  never: "Never",
  expired: "Ran out",
  used: "Last used",
  usedMeaning: "To the minute.",
  neverUsed: "Not yet",
  made: "Made",
  by: (email: string) => `by ${email}`,
  empty: "No keys yet",
  emptyText:
    "A program signs in with a key instead of a person: to read your signals into a sheet, or to add coupons.",
  make: "Make a key",
  days: { "30": "In 30 days", "90": "In 90 days", "365": "In a year", "": "Never" },
  fresh: (name: string) => `The key ${name}`,
  freshText: "Copy it now: it is kept as a hash only, and nobody can show it to you again.",
  usage: "Send it with each request:",
  remove: "Delete",
  removeTitle: (name: string) => `Delete the key ${name}?`,
  removeText:
    "Whatever uses it is refused from its next request on, and its open live lines end within seconds. It cannot be brought back.",
  removed: "The key is deleted.",
} as const;

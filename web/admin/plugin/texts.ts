/** Words of a plugin's releases, and of the three ways to end it. */
export const releaseWords = {
  title: "Releases",
  intro:
    "At most two serve at once: the active one, and a candidate for some tenants. What was before can be gone back to for three days. Of the rest, the newest five are kept.",
  places: { active: "Active", previous: "Before", candidate: "Candidate", stored: "Ready" },
  goneBack: "Gone back from",
  goneBackAt: "taken out of service",
  from: { bundled: "with the platform", archive: "installed" },
  since: "since",
  until: "to go back to until",
  failedAt: "Failed",
  signedBy: "Signed by",
  signers: { approved: "approved", unknown: "not approved", blocked: "blocked" },
  unsigned: "Nobody signed it.",
  install: "Install a plugin",
  upgrade: "Install a release",
  rollBack: "Go back to it",
  rollBackTitle: (version: string) => `Go back to ${version}?`,
  rollBackText: (tenants: number) =>
    `It serves ${count(tenants)} again within a second, on every replica, on the data as it stands. Nothing is lost.`,
  rolledBack: (version: string) => `${version} serves again.`,
  offer: "Offer to some tenants",
  offerTitle: (version: string) => `Who gets ${version} first?`,
  offerText:
    "They get it at once; everybody else keeps the active release. A candidate that fails too often is taken back by itself.",
  percent: "Share of all tenants",
  percentText: (percent: number) => `${percent}% of the tenants, the same ones each time`,
  chosen: "These tenants for sure",
  chosenHelp: "Search by name",
  offered: (version: string) => `${version} is offered.`,
  change: "Change who gets it",
  promote: "Make it active",
  promoteTitle: (version: string) => `Make ${version} active for everybody?`,
  promoteText: (tenants: number) =>
    `${count(tenants)} ${tenants === 1 ? "gets" : "get"} it at once. The release before can be gone back to for three days.`,
  promoted: (version: string) => `${version} is active.`,
  withdraw: "Take it back",
  withdrawTitle: (version: string) => `Take ${version} back?`,
  withdrawText: "Its tenants get the active release again at once.",
  withdrawn: (version: string) => `${version} is taken back.`,
  serves: (percent: number, tenants: number) =>
    [percent > 0 ? `${percent}% of the tenants` : undefined, tenants > 0 ? `${tenants} chosen` : undefined]
      .filter((part) => part !== undefined)
      .join(" and ") || "nobody yet",
  calls: (calls: number, errors: number) =>
    `${calls.toLocaleString()} calls, ${errors.toLocaleString()} failed`,
  pendingTitle: (version: string) => `${version} does not serve here yet`,
  pendingText: "The release before goes on serving until it does.",
  draining: (generations: number) =>
    `${generations} ${generations === 1 ? "release ends" : "releases end"} what was begun before the change.`,
} as const;

export const removeWords = {
  title: "End it",
  intro: "Three different things. Turning it off keeps all of it; the other two take the plugin away.",
  uninstall: "Uninstall",
  uninstallTitle: (title: string) => `Uninstall ${title}?`,
  uninstallText: (tenants: number) =>
    `It leaves the installation at once${tenants === 0 ? "" : `, and ${count(tenants)} ${tenants === 1 ? "loses" : "lose"} it`}. Data, settings, secrets and files stay: install it again and all of it is back.`,
  uninstallHelp: "It leaves the catalogue. Data, settings, secrets and files stay for when it comes back.",
  uninstalled: (title: string) => `${title} is uninstalled. What it holds has stayed.`,
  purge: "Purge",
  purgeTitle: (title: string) => `Delete ${title} and all that it holds?`,
  purgeText: (tenants: number) =>
    `Everything of ${tenants === 0 ? "it" : `it of ${count(tenants)}`} is exported first. Then there is a day to call it off. After that its tables, settings, secrets and files are deleted for good.`,
  purgeHelp: "Exports all of it, waits a day in which you can call it off, then deletes it for good.",
  purgeBegun: "The export is being made. You have a day to call the purge off.",
  states: {
    exporting: "What it holds is being exported",
    waiting: "It will be deleted",
    deleting: "It is being deleted",
    done: "It is deleted",
    failed: "The purge stopped",
  },
  due: "The deletion begins",
  asked: (who: string) => `Asked for by ${who}.`,
  export: "Save the export",
  now: "Delete it now",
  nowTitle: (id: string) => `Delete ${id} now?`,
  nowText:
    "It cannot be called off any more. What came since the export is exported once more; then tables, settings, secrets and files are deleted for good.",
  nowBegun: "It is being deleted.",
  callOff: "Call it off",
  calledOff: "The purge is called off: everything has stayed.",
} as const;

export const uninstalledWords = {
  title: "Uninstalled",
  intro: "Taken out of the installation, with all that they hold.",
  out: "Uninstalled",
  holds: (tenants: number, data: boolean) =>
    `${tenants === 0 ? "No tenant has it on" : `${count(tenants)} ${tenants === 1 ? "gets" : "get"} it back with it`}; ${data ? "its tables have stayed." : "it has no tables."}`,
  back: "Install it again",
} as const;

function count(tenants: number): string {
  return `${tenants.toLocaleString()} ${tenants === 1 ? "tenant" : "tenants"}`;
}

export const factWords = {
  tabs: {
    overview: "Overview",
    errors: "Errors",
    days: "Time spent",
    jobs: "Jobs",
    tenants: "Tenants",
    schema: "Schema and events",
    audit: "Audit",
  },
  errors: "Errors",
  place: "Where",
  message: "What",
  times: "Times",
  last: "Last",
  first: "First",
  version: "Release",
  noErrors: "Nothing has failed",
  noErrorsText:
    "Calls that fail, or take too long, are listed here for two months: where, how often, for whom, with their trace.",
  phase: (phase: string) => `in ${phase}`,
  lastTenant: (tenant: string) => `last for ${tenant}`,
  request: "Request",
  trace: "Trace",
  tenant: "Tenant",
  tenants: "Tenants",
  plan: "Plan",
  enabled: "Enabled",
  problem: "To be corrected",
  calls30: "Calls, 30 days",
  failed30: "Failed, 30 days",
  noTenants: "No tenant has it enabled",
  noTenantsText: "Tenants enable plugins in their dash, under Plugins.",
  days: "Calls day by day",
  day: "Day (UTC)",
  by: "Time spent by",
  byDay: "30 days",
  byHour: "48 hours",
  hours: "Calls hour by hour",
  hour: "Hour from",
  noHours: "It has not been called in the last 48 hours.",
  calls: "Calls",
  failed: "Failed",
  late: "Too late",
  each: "Each",
  spent: "In all",
  noDays: "It has not been called in the last 30 days.",
  migrations: "Migrations",
  noMigrations: "It has no tables of its own.",
  pending: (count: number) => `${count} ${count === 1 ? "migration is" : "migrations are"} not applied yet.`,
  breaking: "Older releases cannot run on it",
  events: (pending: number, dead: number, oldest: string) =>
    pending === 0 && dead === 0
      ? "No event waits."
      : `${pending.toLocaleString()} wait${pending > 0 ? `, the oldest for ${oldest}` : ""}; ${dead.toLocaleString()} were given up.`,
  migrationStates: { pending: "Not applied yet", contracting: "Waits" },
  contracting: (count: number) =>
    `${count} ${count === 1 ? "migration waits" : "migrations wait"} until nobody can go back to the release before, and no process runs it any more.`,
  contractsAfter: (version: string) => `${version} can be gone back to until`,
  mayNothing: "It asked for nothing.",
  asWritten: "As its manifest writes it",
  audit: "What admins did with it, its releases and its jobs.",
} as const;

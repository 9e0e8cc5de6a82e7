/** Words of the admin site's pages about strategies and their publishers. */
const tenants = (count: number) => `${count.toLocaleString()} ${count === 1 ? "tenant" : "tenants"}`;
export const strategyWords = {
  title: "Strategies",
  intro: "What came with the platform, and what strangers published here. Every one runs in the sandbox.",
  name: "Strategy",
  state: "State",
  version: "Version",
  publisher: "Publisher",
  tenants: "Tenants",
  tenantsMeaning:
    "Tenants whose signals come from it: those who follow the newest, and those who stay on a version.",
  faults: "Faults",
  faultsMeaning:
    "Evaluations at a live close that failed within a day. Three within three hours set a release aside.",
  published: "Published",
  states: {
    bundled: "Built in",
    pending: "Waits for you",
    active: "Live",
    deprecated: "Deprecated",
    withdrawn: "Withdrawn",
    refused: "Refused",
    quarantined: "Set aside",
    trial: "On trial",
  },
  empty: "No strategies",
  emptyText: "Authors publish with `promostack strategy publish --to` this address.",
  notFound: "There is no such strategy",
  back: "Strategies",
  releases: "Releases",
  releasesText: "They stand side by side. Tenants follow the newest that is live, or stay on one.",
  followed: "Followers get this one",
  noFaults: "Nothing went wrong lately.",
  log: "What went wrong lately",
  when: "When",
  what: "What",
  report: (title: string) => `Report: ${title}`,
  readme: "README",
  files: "Files",
  checks: "Checks before it was stored",
  script: "Script",
  scriptText: "The only part that ever runs, in the sandbox.",
  look: "Look into it",
  hide: "Hide",
  content: "Content",
  fingerprint: "Fingerprint",
  compare:
    "The name is only what the publisher calls itself. Compare the fingerprint with what its author told you some other way.",
  ours: "Comes with the platform",
  warning: (count: number) => `${count} ${count === 1 ? "release waits" : "releases wait"} for you`,
  waitingText: "Its publisher is new here. Read it, compare the fingerprint, then let it in or refuse it.",
  asideTitle: (version: string) => `${version} is set aside until`,
  trialTitle: (version: string) => `${version} is on trial`,
  trialText:
    "Its rest is over. The next evaluation decides: well, and it is back; a fault, and it rests longer.",
  restingParameters: (count: number) =>
    `${count === 1 ? "One tenant's own set of parameters is" : `${count} sets of tenants' own parameters are`} set aside; nobody else is concerned.`,
  reason: "Reason, for those who use it",
  replacement: "Use instead (id of a strategy, may be empty)",
  approve: "Approve",
  approveTitle: (name: string) => `Approve ${name}?`,
  approveText: (publisher: string) =>
    `Every tenant can choose it at once. ${publisher} is known from then on: its next releases go live without asking you.`,
  approved: (name: string) => `${name} can be chosen now.`,
  refuse: "Refuse",
  refuseTitle: (name: string) => `Refuse ${name}?`,
  refuseText: "No tenant sees it. Its id is free again, and its publisher reads your reason.",
  refused: (name: string) => `${name} is refused.`,
  deprecate: "Deprecate",
  deprecateTitle: (name: string) => `Deprecate ${name}?`,
  deprecateText: (count: number) =>
    `It works on${count === 0 ? "; no tenant uses it." : ` for ${tenants(count)}, who read your reason.`} Followers move to the newest that is not deprecated.`,
  deprecated: (name: string) => `${name} is deprecated.`,
  withdraw: "Withdraw",
  withdrawTitle: (name: string) => `Withdraw ${name}?`,
  withdrawText: (release: { tenants: number; staying: number; followed: boolean }, fallback?: string) => {
    const moved = release.tenants - release.staying;
    const movedText =
      moved === 0
        ? ""
        : fallback === undefined
          ? ` ${tenants(moved)} ${moved === 1 ? "follows" : "follow"} the newest, and there is no other: no new signals for them.`
          : ` ${tenants(moved)} ${moved === 1 ? "follows" : "follow"} the newest and ${moved === 1 ? "falls" : "fall"} back to ${fallback}.`;
    const stayText =
      release.staying === 0
        ? ""
        : ` ${tenants(release.staying)} ${release.staying === 1 ? "stays" : "stay"} on this version and ${release.staying === 1 ? "gets" : "get"} no new signals.`;
    return `Nobody can choose it any more.${movedText}${stayText}${release.tenants === 0 ? " No tenant uses it." : " Open signals are followed to their end."} Its publisher cannot undo this.`;
  },
  withdrawn: (name: string) => `${name} is withdrawn.`,
  restore: "Restore",
  restoreTitle: (name: string) => `Restore ${name}?`,
  restoreText: "It can be chosen again at once, and followers get it where it is the newest.",
  restored: (name: string) => `${name} is live again.`,
  lift: "Lift now",
  lifted: (name: string) => `${name} makes signals again.`,
};

export const publisherWords = {
  title: "Publishers",
  intro:
    "A publisher is a key. The first release of a new one waits until you have compared its fingerprint.",
  name: "Publisher",
  state: "State",
  states: { unknown: "Not known yet", approved: "Approved", blocked: "Blocked" },
  fingerprint: "Fingerprint",
  releases: "Releases",
  since: "First seen",
  tenants: "Tenants",
  tenantsMeaning: "Tenants whose signals come from its releases.",
  empty: "Nobody has published here yet",
  emptyText: "Who publishes a strategy shows here by the key that signed it.",
  approve: "Approve",
  approveTitle: (name: string) => `Approve ${name}?`,
  approveText: (waiting: number) =>
    `${waiting === 0 ? "" : `${waiting === 1 ? "The release that waits goes" : `The ${waiting} releases that wait go`} live at once. `}Its next releases go live without asking you.`,
  approved: (name: string) => `${name} is approved.`,
  block: "Block",
  blockTitle: (name: string) => `Block ${name}?`,
  blockText: (live: number, waiting: number) => {
    const waitingText =
      waiting === 0
        ? ""
        : ` ${waiting === 1 ? "The release that waits is" : `The ${waiting} that wait are`} refused.`;
    const liveText =
      live === 0
        ? ""
        : ` ${live === 1 ? "Its live release stays" : `Its ${live} live releases stay`} unless you withdraw ${live === 1 ? "it" : "them"} too.`;
    return `Nothing is taken from this key any more.${waitingText}${liveText}`;
  },
  blockWithdraw: (count: number) =>
    `Withdraw its live releases too${count === 0 ? "" : `: ${tenants(count)} ${count === 1 ? "loses" : "lose"} them`}`,
  blocked: (name: string) => `${name} is blocked.`,
  reason: "Reason, for the publisher",
};

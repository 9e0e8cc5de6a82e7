/** Words about the release behind a tenant's signals. */
export const releaseWords = {
  quarantined: (name: string) => `${name} is set aside`,
  quarantinedText: "It failed repeatedly, so it makes no new signals for a while. It is tried again on",
  withdrawn: (name: string) => `${name} was withdrawn`,
  withdrawnText:
    "It makes no new signals. Open signals are followed to their end. Choose another version in the settings, or leave the version empty to follow the newest.",
  deprecated: (name: string) => `${name} is deprecated`,
  deprecatedText: "It works on, but its publisher would have you use something else.",
  rather: (strategy: string) => `It works on, but its publisher would have you use ${strategy}.`,
  unusable: (name: string) => `${name} makes no signals`,
  unusableText: "Your choice does not work with what is installed. Mend it in the settings.",
  upgraded: (title: string, version: string) => `Now on ${title} ${version}`,
  upgradedText: (from: string) => `You follow the newest release, so it took the place of ${from} on`,
};

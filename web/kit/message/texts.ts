/** Words of pages that write messages to people: they come with them, not with every page. */
export const texts = {
  test: "Try it on somebody",
  testHelp: "Yourself, for one: start the bot in Telegram, then find your name.",
  person: "Person",
  looking: "Looking…",
  nobody: "Nobody found",
  sendTest: "Send the test",
  testSent: "The test is on its way.",
  when: "When",
  whens: {
    now: "As soon as I send it",
    clock: "At a time",
    local: "At each person's local time",
  },
  time: (zone: string) => `Time in ${zone.replaceAll("_", " ")}`,
  localTime: "Time on their own clock",
  localHelp: (zone: string) =>
    `People whose zone nobody knows go by ${zone.replaceAll("_", " ")}. Whose clock is past it when sending begins gets it at once.`,
} as const;

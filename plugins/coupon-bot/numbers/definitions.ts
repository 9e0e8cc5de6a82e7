/** What each figure is: the page shows these sentences, and the tests count by them. */
export const DEFINITIONS = {
  uses: {
    label: "Uses",
    meaning:
      "Times that somebody wanted a picture with a code, whatever came of it: a picture, a code that was not accepted or could not be checked, or a picture that failed. A code that was accepted is not a use by itself: the picture that follows is.",
  },
  successRate: {
    label: "Success rate",
    meaning: "Uses that ended in a picture, of all uses.",
  },
  pictures: {
    label: "Pictures",
    meaning: "Pictures that reached somebody: sent to a chat, or taken from the public page.",
  },
  people: {
    label: "People",
    meaning:
      "People of the chat who sent a code or got a picture, each once. Visitors of the public page are nobody in particular, and not among them.",
  },
  newPeople: {
    label: "New people",
    meaning: "People of the chat whose very first code or picture lies in the period.",
  },
  accepted: {
    label: "Codes accepted",
    meaning:
      "Checks that found a valid code, of the checks that could tell. Where nobody could check just now, it counts as neither.",
  },
  retention: {
    label: "Coming back",
    meaning:
      "Of the people of the chat whose window ended in the period: how many sent a code or got a picture within it. Windows are counted in hours from the first use of each.",
  },
  hours: {
    label: "When people use it",
    meaning:
      "Uses by weekday and hour on your clock. The hour that comes twice when clocks go back counts both times.",
  },
} as const;

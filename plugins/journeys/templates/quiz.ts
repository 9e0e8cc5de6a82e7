import { ends, link, offers, says, tags, template, type Unplaced } from "./template.ts";

const day = { amount: 1, unit: "days" as const };

/** A question of the quiz: the first answer is right and scores. */
function asks(id: string, text: string, [right, ...wrong]: string[], next: string): Unplaced[] {
  const choices = [
    { id: "right", text: right ?? "" },
    ...wrong.map((each, index) => ({ id: `wrong${index + 1}`, text: each })),
  ];
  // Where the right answer always stands first, people notice.
  const turned =
    id === "q2"
      ? [...choices].reverse()
      : id === "q3"
        ? [...choices.slice(1), ...choices.slice(0, 1)]
        : choices;
  return [
    {
      id,
      kind: "question",
      content: { text, buttons: [] },
      answer: "choice",
      choices: turned,
      tries: 2,
      timeout: day,
      exits: { "choice:right": `${id}p`, next, invalid: next, timeout: "left" },
    },
    {
      id: `${id}p`,
      kind: "set",
      target: { scope: "journey", name: "points" },
      does: "add",
      value: "1",
      exits: { next },
    },
  ];
}

export const quiz = template(
  {
    id: "quiz",
    name: "Quiz with two openings",
    summary:
      "Three questions and a result for each score. Half of the people see a playful opening, half a plain one: the numbers say which keeps more of them.",
    group: "Ask",
  },
  [
    { id: "link", kind: "deep_link", code: "quiz" },
    { id: "word", kind: "keyword", words: ["quiz"], match: "is" },
  ],
  [
    {
      id: "split",
      title: "Which opening works better?",
      kind: "split",
      variants: [
        { id: "play", name: "Playful", weight: 50 },
        { id: "plain", name: "Plain", weight: 50 },
      ],
      exits: { "variant:play": "play", "variant:plain": "plain" },
    },
    offers(
      "play",
      "🧠 Only 1 in 5 gets all three right. Are you the one, {firstName|friend}?",
      [{ id: "go", text: "Try me", does: "next" }],
      { "button:go": "q1" },
    ),
    offers(
      "plain",
      "Three questions about money, one minute. At the end you get your score and an explanation.",
      [{ id: "go", text: "Begin", does: "next" }],
      { "button:go": "q1" },
    ),
    ...asks(
      "q1",
      "<b>1 of 3.</b> You invest 100 € and lose half. How much must it grow to be 100 € again?",
      ["100 %", "50 %", "75 %"],
      "q2",
    ),
    ...asks(
      "q2",
      "<b>2 of 3.</b> What does spreading money over many things lower?",
      ["The risk", "The costs", "The taxes"],
      "q3",
    ),
    ...asks(
      "q3",
      "<b>3 of 3.</b> At 7 % a year, money doubles in about …",
      ["10 years", "7 years", "14 years"],
      "three",
    ),
    {
      id: "three",
      title: "All right?",
      kind: "condition",
      when: { match: "all", rules: [{ about: "variable", name: "points", comparison: "atLeast", value: 3 }] },
      exits: { yes: "expert", no: "learner" },
    },
    tags("expert", ["quiz expert"], "top"),
    offers(
      "top",
      "🏆 <b>3 of 3!</b> You really are 1 in 5.\n\nFor people like you we have the advanced series.",
      [link("See the advanced series", "advanced")],
      { next: "won" },
    ),
    tags("learner", ["quiz learner"], "some"),
    offers(
      "some",
      "<b>{points|0} of 3.</b> The third one catches almost everybody.\n\nHere are all three, explained in two minutes.",
      [link("Read the answers", "answers")],
      { next: "learned" },
    ),
    says("left", "The quiz waits for you: write <b>quiz</b> whenever you have a minute.", "unfinished"),
    ends("won", "all right"),
    ends("learned", "some right"),
    ends("unfinished", "unfinished"),
  ],
  { expiresAfterDays: 3 },
);

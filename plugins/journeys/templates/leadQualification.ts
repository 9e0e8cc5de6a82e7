import { ends, link, offers, says, tags, template, type Unplaced } from "./template.ts";

const two = { amount: 2, unit: "days" as const };

/** Adds to the lead's score. */
function scores(id: string, points: number, next: string): Unplaced {
  const target = { scope: "journey" as const, name: "score" };
  return { id, kind: "set", target, does: "add", value: String(points), exits: { next } };
}

export const leadQualification = template(
  {
    id: "lead-qualification",
    name: "Qualify a lead",
    summary:
      "Four questions find out goal, budget, time and e-mail. Hot leads are tagged for a call, the others get what helps them for now.",
    group: "Sell",
  },
  [
    { id: "link", kind: "deep_link", code: "start" },
    { id: "word", kind: "keyword", words: ["price", "prices", "cost", "offer"], match: "word" },
  ],
  [
    says(
      "intro",
      "Hi {firstName|there}! Four short questions, one minute, and I can tell you honestly whether we are a good fit.",
      "goal",
    ),
    {
      id: "goal",
      title: "Goal",
      kind: "question",
      content: { text: "<b>1 of 4.</b> What would you like to reach in the next three months?", buttons: [] },
      answer: "text",
      least: 3,
      saveTo: { scope: "person", name: "goal" },
      tries: 2,
      collectSeconds: 15,
      timeout: two,
      exits: { next: "budget", invalid: "budget", timeout: "cold" },
    },
    {
      id: "budget",
      title: "Budget",
      kind: "question",
      content: { text: "<b>2 of 4.</b> What can you spend a month to get there?", buttons: [] },
      answer: "choice",
      choices: [
        { id: "low", text: "Up to 100 €" },
        { id: "mid", text: "100 to 500 €" },
        { id: "high", text: "More than 500 €" },
      ],
      saveTo: { scope: "person", name: "budget" },
      tries: 2,
      timeout: two,
      exits: {
        "choice:low": "when",
        "choice:mid": "mid",
        "choice:high": "high",
        next: "when",
        invalid: "when",
        timeout: "cold",
      },
    },
    scores("mid", 1, "when"),
    scores("high", 2, "when"),
    {
      id: "when",
      title: "Time",
      kind: "question",
      content: { text: "<b>3 of 4.</b> When do you want to begin?", buttons: [] },
      answer: "choice",
      choices: [
        { id: "now", text: "This week" },
        { id: "soon", text: "This month" },
        { id: "later", text: "Some time later" },
      ],
      saveTo: { scope: "person", name: "begins" },
      tries: 2,
      timeout: two,
      exits: {
        "choice:now": "now",
        "choice:soon": "soon",
        "choice:later": "mail",
        next: "mail",
        invalid: "mail",
        timeout: "cold",
      },
    },
    scores("now", 2, "mail"),
    scores("soon", 1, "mail"),
    {
      id: "mail",
      title: "E-mail",
      kind: "question",
      content: {
        text: "<b>4 of 4.</b> Where may we send your summary?",
        buttons: [{ id: "skip", text: "I would rather stay here", does: "next" }],
      },
      answer: "email",
      saveTo: { scope: "person", name: "email" },
      tries: 3,
      hint: "That does not look like an e-mail address. It looks like anna@example.com.",
      timeout: two,
      exits: { next: "hot", "button:skip": "hot", invalid: "hot", timeout: "hot" },
    },
    {
      id: "hot",
      title: "Hot enough for a call?",
      kind: "condition",
      when: { match: "all", rules: [{ about: "variable", name: "score", comparison: "atLeast", value: 3 }] },
      exits: { yes: "taghot", no: "tagwarm" },
    },
    tags("taghot", ["hot lead"], "call"),
    offers(
      "call",
      "Thank you, {firstName|friend}. With your goal and your plan we are a very good fit.\n\nChoose a time for a free call of 20 minutes: we prepare it with your answers.",
      [link("Choose a time", "call")],
      { next: "won" },
      { comment: "Put the address of your calendar on the button." },
    ),
    tags("tagwarm", ["warm lead"], "read"),
    offers(
      "read",
      "Thank you, {firstName|friend}. To be honest, our programme would be more than you need right now.\n\nThis free guide will bring you further today. Write <b>price</b> here whenever that changes.",
      [link("Open the guide", "guide")],
      { next: "kept" },
    ),
    says(
      "cold",
      "I will not keep you waiting, {firstName|friend}. Write <b>price</b> whenever you want to go on.",
      "left",
    ),
    ends("won", "hot lead"),
    ends("kept", "warm lead"),
    ends("left", "no answer"),
  ],
);

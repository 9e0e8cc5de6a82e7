import { ends, link, offers, says, tags, template, until } from "./template.ts";

export const onboarding = template(
  {
    id: "onboarding",
    name: "Five days of onboarding",
    summary:
      "One small lesson each morning at nine, in everybody's own time zone, with a check on day three for those who fall behind.",
    group: "Keep",
  },
  [
    { id: "tag", kind: "tag_added", tag: "vip" },
    { id: "link", kind: "deep_link", code: "begin" },
  ],
  [
    says(
      "hello",
      "Welcome on board, {firstName|friend}! 🚀\n\nFive days, five minutes each, always at nine in the morning. At the end you use everything that you pay for.",
      "d1",
    ),
    until("d1", "09:00", "one"),
    offers(
      "one",
      "<b>Day 1: Set up.</b>\n\nDo this once and the rest is easy. It takes four minutes.",
      [link("Open step 1", "day-1")],
      {
        next: "d2",
      },
    ),
    until("d2", "09:00", "two"),
    offers(
      "two",
      "<b>Day 2: Your first result.</b>\n\nDo not read about it, do it: a small one today is worth more than a big one some day.",
      [link("Open step 2", "day-2")],
      { next: "d3" },
    ),
    until("d3", "09:00", "check"),
    {
      id: "check",
      title: "Day 3: how is it going?",
      kind: "question",
      content: {
        text: "<b>Day 3: A short check.</b>\n\nHow far did you get, {firstName|friend}?",
        buttons: [],
      },
      answer: "choice",
      choices: [
        { id: "good", text: "All done ✅" },
        { id: "some", text: "Half way" },
        { id: "stuck", text: "I am stuck" },
      ],
      saveTo: { scope: "person", name: "onboarding" },
      tries: 1,
      timeout: { amount: 20, unit: "hours" },
      exits: {
        "choice:good": "praise",
        "choice:some": "push",
        "choice:stuck": "help",
        next: "push",
        invalid: "push",
        timeout: "push",
      },
    },
    says(
      "praise",
      "Excellent. Then today is free: enjoy it. Tomorrow comes what the best do differently.",
      "d4",
    ),
    says(
      "push",
      "That is fine: most people catch up on day 3. Take ten minutes for what is left of steps 1 and 2.",
      "d4",
    ),
    tags("help", ["needs an answer"], "person"),
    says(
      "person",
      "Thank you for saying so. Write here what does not work, with a screenshot if you can: a person helps you today.",
      "d4",
    ),
    until("d4", "09:00", "four"),
    offers(
      "four",
      "<b>Day 4: What the best do differently.</b>\n\nThey look once a week, always on the same day, and change one thing only.",
      [link("Open step 4", "day-4")],
      { next: "d5" },
    ),
    until("d5", "09:00", "five"),
    offers(
      "five",
      "<b>Day 5: You are ready.</b>\n\nYour certificate and the list of everything you learned are on one page. And this chat stays open for your questions.",
      [link("See my page", "day-5")],
      { next: "tag" },
    ),
    tags("tag", ["onboarded"], "done"),
    ends("done", "onboarded"),
  ],
  { reentry: "once" },
);

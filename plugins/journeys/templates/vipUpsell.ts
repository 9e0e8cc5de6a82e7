import { ends, link, offers, says, tags, template, waits } from "./template.ts";

export const vipUpsell = template(
  {
    id: "vip-upsell",
    name: "From the free channel to VIP",
    summary:
      "Begins when somebody joins your free channel: a welcome, proof two days later, an offer, and one reminder. Ends as soon as they are VIP.",
    group: "Sell",
  },
  [
    { id: "joins", kind: "channel_join", chat: "" },
    { id: "link", kind: "deep_link", code: "vip" },
  ],
  [
    offers(
      "hello",
      "Welcome to the channel, {firstName|friend}! 🎉\n\nYou get our free posts there. Here in the chat I show you how to make the most of them.",
      [{ id: "how", text: "Show me how", does: "next" }],
      { "button:how": "how", next: "two" },
    ),
    says(
      "how",
      "<b>Three habits of our best members</b>\n\n1. Turn notifications on: the first hour matters most.\n2. Never act on a post you do not understand: ask here.\n3. Write down what you did. After a month you will see what works.",
      "two",
    ),
    waits("two", 2, "days", "proof"),
    offers(
      "proof",
      "What VIP members saw this week that the free channel did not: every post in full, as it happens, with the reasons.\n\nSee for yourself what it would have meant for you.",
      [link("Last month, post by post", "results")],
      { next: "day" },
      { comment: "Link your own published results. Promise nothing that they do not show." },
    ),
    waits("day", 1, "days", "vip"),
    {
      id: "vip",
      title: "VIP by now?",
      kind: "condition",
      when: { match: "all", rules: [{ about: "tag", tag: "vip", has: true }] },
      exits: { yes: "member", no: "offer" },
    },
    offers(
      "offer",
      "For new members of the channel VIP costs <b>20 % less</b> in the first month. The offer is yours for three days; you can cancel at any time.",
      [link("Join VIP", "vip"), { id: "ask", text: "I have a question", does: "next" }],
      { "button:ask": "ask", next: "three" },
      {
        comment:
          "Put your own offer and its address here. A purchase that gives the tag “vip” ends the journey.",
      },
    ),
    {
      id: "ask",
      title: "Their question",
      kind: "question",
      content: { text: "Of course: what would you like to know?", buttons: [] },
      answer: "text",
      saveTo: { scope: "person", name: "question" },
      tries: 1,
      collectSeconds: 20,
      timeout: { amount: 1, unit: "days" },
      exits: { next: "noted", invalid: "noted", timeout: "last" },
    },
    tags("noted", ["needs an answer"], "reply"),
    says("reply", "Thank you! Somebody of our team answers you here, usually within a few hours.", "three"),
    waits("three", 2, "days", "last"),
    offers(
      "last",
      "Last call, {firstName|friend}: your 20 % end tonight. If VIP is not for you, that is fine: the free channel stays free.",
      [link("Join VIP for less", "vip")],
      { next: "done" },
    ),
    says("member", "You are VIP already: see you inside! 💛", "is"),
    ends("done", "offered"),
    ends("is", "was vip"),
  ],
  { goals: [{ kind: "tag_added", tag: "vip" }], reentry: "once" },
);

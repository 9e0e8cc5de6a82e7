import { ends, link, offers, says, tags, template, until } from "./template.ts";

export const launchCountdown = template(
  {
    id: "launch-countdown",
    name: "Countdown with a coupon",
    summary:
      "Three days of growing curiosity, then the coupon for those who waited, with a last call on its last day. Ends when they buy.",
    group: "Sell",
  },
  [
    { id: "link", kind: "deep_link", code: "launch" },
    { id: "word", kind: "keyword", words: ["coupon"], match: "is" },
  ],
  [
    offers(
      "list",
      "🎁 <b>Something is coming.</b>\n\nIn three days we open the doors, and everybody on this list gets a coupon before anybody else. Are you in?",
      [
        { id: "in", text: "I am in", does: "next" },
        { id: "out", text: "Not for me", does: "next" },
      ],
      { "button:in": "in", "button:out": "out" },
    ),
    tags("in", ["waiting list"], "listed"),
    says(
      "listed",
      "You are on the list, {firstName|friend}. <b>3 days to go.</b> Tomorrow I show you the first detail.",
      "d1",
    ),
    until("d1", "11:00", "tease"),
    says(
      "tease",
      "⏳ <b>2 days.</b>\n\nThe problem it solves: you know <i>what</i> to do, but never find the hour to do it. That is all I may say today.",
      "d2",
    ),
    until("d2", "11:00", "peek"),
    offers("peek", "⏳ <b>1 day.</b>\n\nA first look, for your eyes only.", [link("Take a peek", "peek")], {
      next: "d3",
    }),
    until("d3", "11:00", "open"),
    offers(
      "open",
      "🚀 <b>The doors are open.</b>\n\nYour coupon: <code>FIRST25</code>\n25 % off, for 48 hours, for those on the list. Tap it to copy.",
      [link("Use my coupon", "launch?coupon=FIRST25")],
      { next: "d4" },
      { comment: "Create the coupon in your shop first, and put its code and address here." },
    ),
    until("d4", "11:00", "half"),
    says(
      "half",
      "Half of the time is over, {firstName|friend}: your <code>FIRST25</code> works until tomorrow at noon.",
      "d5",
    ),
    until("d5", "09:00", "last"),
    offers(
      "last",
      "🔔 Last call: <code>FIRST25</code> ends at noon today. After that the price is the price.",
      [link("Use it now", "launch?coupon=FIRST25")],
      {
        next: "done",
      },
    ),
    says("out", "No problem, and no more messages about it.", "no"),
    ends("done", "saw all"),
    ends("no", "declined"),
  ],
  { goals: [{ kind: "tag_added", tag: "bought" }], reentry: "once" },
);

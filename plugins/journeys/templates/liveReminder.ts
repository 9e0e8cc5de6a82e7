import { ends, link, offers, says, tags, template, until, waits } from "./template.ts";

export const liveReminder = template(
  {
    id: "live-reminder",
    name: "Live session with reminders",
    summary:
      "Signs people up for your session on Thursday at 19:00, reminds them in the morning and a quarter of an hour before, in their own time, and sends the recording.",
    group: "Welcome",
  },
  [
    { id: "link", kind: "deep_link", code: "live" },
    { id: "word", kind: "keyword", words: ["live", "webinar"], match: "is" },
  ],
  [
    {
      id: "invite",
      title: "Do they come?",
      kind: "question",
      content: {
        text: "🎥 <b>Live on Thursday at 19:00</b>\n\nOne hour, your questions, no slides. Shall I save you a seat, {firstName|friend}?",
        buttons: [],
      },
      answer: "choice",
      choices: [
        { id: "yes", text: "Save my seat" },
        { id: "no", text: "Send me the recording" },
      ],
      tries: 2,
      timeout: { amount: 1, unit: "days" },
      exits: {
        "choice:yes": "seat",
        "choice:no": "later",
        next: "later",
        invalid: "later",
        timeout: "later",
      },
    },
    tags("seat", ["live guest"], "topic"),
    {
      id: "topic",
      title: "Their question for the session",
      kind: "question",
      content: {
        text: "Done, your seat is saved! ✅\n\nWhat should we answer for you in the session?",
        buttons: [{ id: "skip", text: "Nothing in particular", does: "next" }],
      },
      answer: "text",
      saveTo: { scope: "person", name: "liveQuestion" },
      tries: 1,
      collectSeconds: 15,
      timeout: { amount: 12, unit: "hours" },
      exits: { next: "noted", "button:skip": "noted", invalid: "noted", timeout: "noted" },
    },
    says(
      "noted",
      "Good. You will hear from me on Thursday morning, and once more right before we begin.",
      "morning",
    ),
    until("morning", "10:00", "today", [4]),
    says(
      "today",
      "☀️ Today is the day: we go live at <b>19:00</b>. Put the phone on charge and bring your question.",
      "soon",
    ),
    until("soon", "18:45", "now", [4]),
    offers(
      "now",
      "🔴 We begin in 15 minutes. The room is open.",
      [link("Enter the room", "live")],
      { next: "over" },
      { comment: "Put the address of your session on the button." },
    ),
    waits("over", 2, "hours", "came"),
    {
      id: "came",
      title: "Were they there?",
      kind: "question",
      content: { text: "Thank you for today! Could you be with us?", buttons: [] },
      answer: "choice",
      choices: [
        { id: "yes", text: "Yes, I was there" },
        { id: "no", text: "I missed it" },
      ],
      tries: 1,
      timeout: { amount: 1, unit: "days" },
      exits: { "choice:yes": "was", "choice:no": "tape", next: "tape", invalid: "tape", timeout: "tape" },
    },
    says("was", "Lovely. Keep an eye on this chat: those who came hear about the next one first.", "there"),
    tags("later", ["live recording"], "friday"),
    until("friday", "10:00", "tape", [5]),
    offers(
      "tape",
      "Here is the recording of Thursday's session. It stays up for one week.",
      [link("Watch", "recording")],
      {
        next: "watched",
      },
    ),
    ends("there", "came"),
    ends("watched", "recording"),
  ],
  { whenBusy: "wait" },
);

import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { TEMPLATES } from "../templates/templates.ts";
import { importJourney } from "../transfer/importJourney.ts";
import { journeyFile } from "../transfer/journeyFile.ts";
import { content, journeyOf, step } from "./drafts.ts";

const AT = new Date("2027-03-01T12:00:00Z");
const JOURNEY = journeyOf([
  step.message("a", content("Hi", { media: { kind: "photo", file: "t1/cat.png", name: "Cat" } }), {
    next: "b",
  }),
  step.delay("b", { mode: "fixed", time: { amount: 1, unit: "days" } }, { next: "c" }),
  step.condition(
    "c",
    { match: "all", rules: [{ about: "fact", plugin: "billing", fact: "plan", comparison: "known" }] },
    { yes: "d" },
  ),
  step.action("d", { input: { anything: { goes: ["here"] } } }),
]);

/** As it comes from a browser, with one thing changed. */
function fileWith(
  change: (file: Record<string, unknown> & { journey: Record<string, unknown> }) => void,
): unknown {
  const file = JSON.parse(JSON.stringify(journeyFile("Spring", JOURNEY, AT)));
  change(file);
  return file;
}

function refusal(file: unknown): PlatformError {
  try {
    importJourney(file, () => true);
  } catch (error) {
    if (PlatformError.is(error)) return error;
    throw error;
  }
  throw new Error("The file was taken.");
}

describe("a journey as a file", () => {
  it("comes back as it went, ids and all", () => {
    for (const { name, journey } of [...TEMPLATES, { name: "Spring", journey: JOURNEY }]) {
      const file = JSON.parse(JSON.stringify(journeyFile(name, journey, AT)));
      expect(importJourney(file, () => true)).to.deep.equal({ name, draft: journey, missing: [] });
    }
  });

  it("names the files of its messages, and leaves out those that are another's", () => {
    const file = journeyFile("Spring", JOURNEY, AT);
    expect(file.media).to.deep.equal([{ step: "a", kind: "photo", file: "t1/cat.png", name: "Cat" }]);
    const { draft, missing } = importJourney(file, (key) => key.startsWith("t2/"));
    expect(missing).to.deep.equal([{ step: "a", name: "Cat" }]);
    expect(draft.steps[0]).to.have.nested.property("content.media.file", "");
    expect(JOURNEY.steps[0]).to.have.nested.property("content.media.file", "t1/cat.png");
  });

  it("is refused where it is something else, or of a format to come", () => {
    for (const other of [null, 7, [], {}, { promostack: "coupon" }])
      expect(refusal(other).code).to.equal("import.not_a_journey");
    expect(refusal(fileWith(({ journey }) => Object.assign(journey, { format: 2 }))).code).to.equal(
      "import.newer_format",
    );
  });

  it("is refused with a pointer to what is unknown, missing or wrong, and nothing else", () => {
    const pointers = (change: Parameters<typeof fileWith>[0]) => refusal(fileWith(change)).details;
    const steps = (journey: Record<string, unknown>) => {
      const list = journey.steps;
      if (!Array.isArray(list)) throw new Error("no steps");
      return list;
    };
    expect(
      pointers(({ journey }) => Object.assign(steps(journey)[0].content, { colour: "red" })),
    ).to.deep.equal({
      problems: [{ pointer: "/journey/steps/0/content/colour", message: "is not known here" }],
    });
    expect(pointers(({ journey }) => delete steps(journey)[1].wait.time.unit)).to.deep.equal({
      problems: [{ pointer: "/journey/steps/1/wait/time/unit", message: "is missing" }],
    });
    expect(pointers(({ journey }) => Object.assign(steps(journey)[1], { kind: "sleep" }))).to.deep.equal({
      problems: [{ pointer: "/journey/steps/1", message: "is of a kind that there is not: sleep" }],
    });
    expect(
      pointers(({ journey }) => Object.assign(steps(journey)[2].when.rules[0], { about: "mood" })),
    ).to.deep.equal({
      problems: [
        { pointer: "/journey/steps/2/when/rules/0", message: "is of a kind that there is not: mood" },
      ],
    });
    expect(pointers((file) => Object.assign(file, { secret: 1 }))).to.deep.equal({
      problems: [{ pointer: "/secret", message: "is not known here" }],
    });
  });
});

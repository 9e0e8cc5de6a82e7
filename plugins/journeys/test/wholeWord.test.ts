import { expect } from "chai";
import fc from "fast-check";
import { fits, hasWord, listedWords, wordsIn } from "../graph/wholeWord.ts";

/** What somebody writes, words of a list, and whether one of them is in it. */
const CASES: [text: string, words: string, has: boolean][] = [
  ["No, thanks", "no", true],
  ["I know", "no", false],
  ["NO!", "yes, no", true],
  ["noël", "no", false],
  ["No\u0308", "no", false],
  ["it's a no-go", "no", true],
  ["is it 5 or 50?", "5", true],
  ["is it 50?", "5", false],
  ["snake_case", "case", true],
  ["please call me back", "call me", true],
  ["recall methods", "call me", false],
  ["call\nme", "call me", true],
  ["don’t", "don't", true],
  ["да!", "да", true],
  ["когда", "да", false],
  ["ÄRGER mit dem Paket", "ärger", true],
  ["लोग हाँ कहते हैं।", "हाँ", true],
  ["हाँडी", "हाँ", false],
  ["نعم، شكرا", "نعم", true],
  ["می‌خواهم", "خواهم", true],
  ["はいお願いします", "はい", true],
  ["我要优惠券", "优惠", true],
  ["ไม่เอาค่ะ", "ไม่", true],
  ["네, 좋아요", "네", true],
  ["네요", "네", false],
  ["ＹＥＳ please", "yes", true],
  ["Ο ΔΡΟΜΟΣ!", "δρομος", true],
  ["İPTAL", "iptal", true],
  ["great 👍🏽", "👍", true],
  ["great", "👍", false],
  ["", "no", false],
  ["?", "?", false],
  ["anything", "", false],
  ["anything", " , ", false],
];

describe("whole words", () => {
  for (const [text, words, has] of CASES) {
    it(`“${words}” ${has ? "is" : "is not"} in “${text}”`, () => {
      expect(hasWord(text, listedWords(words))).to.equal(has);
    });
  }

  it("are found wherever they stand between marks, and nowhere within another word", () => {
    const word = fc.stringMatching(/^[a-zäя]{1,6}$/);
    const mark = fc.constantFrom(" ", ", ", "…", "(", "»", "\u00a0", " – ", "।", "🎉");
    fc.assert(
      fc.property(word, mark, mark, fc.stringMatching(/^[a-zäя0-9]{1,6}$/), (own, left, right, other) => {
        expect(hasWord(`${other}${left}${own}${right}${other}`, [own])).to.equal(true);
        expect(hasWord(`${own}${other}`, [own])).to.equal(false);
        expect(fits(`${own}${other}`, own, "contains")).to.equal(true);
      }),
    );
  });

  it("are parted once: what was parted stays as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => wordsIn(wordsIn(text)) === wordsIn(text)),
    );
  });
});

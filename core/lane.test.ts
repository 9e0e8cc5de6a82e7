import { expect } from "chai";
import { Lane, type LaneOptions } from "./lane.ts";

interface Piece {
  tenantId: string;
  id: number;
}

type Held = Piece & { end(error?: Error): void };

/** A lane over a list in place of a table: each piece stays under way until the test ends it. */
function laneOver(due: Piece[], bounds: Pick<LaneOptions<Piece>, "atOnce" | "atOnceATenant">) {
  const held: Held[] = [];
  const errors: string[] = [];
  const shares: { limit: number; without: readonly string[] }[] = [];
  const broken = { claims: 0 };
  const silent = () => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: (text: string) => void errors.push(text) };
  const lane = new Lane<Piece>(log, {
    of: "pieces of the test",
    ...bounds,
    async claim(share) {
      shares.push(share);
      if (broken.claims-- > 0) throw new Error("The database is away.");
      const free = due.filter(({ tenantId }) => !share.without.includes(tenantId)).slice(0, share.limit);
      for (const piece of free) due.splice(due.indexOf(piece), 1);
      return free;
    },
    work: (piece) =>
      new Promise((resolve, reject) => {
        held.push({ ...piece, end: (error) => (error === undefined ? resolve() : reject(error)) });
      }),
  });
  return { lane, held, errors, shares, broken };
}

/** Lets everything that is ready run; nothing of the lane that waits for a second does. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const pieces = (tenantId: string, count: number) =>
  Array.from({ length: count }, (_, id): Piece => ({ tenantId, id }));

describe("lane", () => {
  const running: { lane: Lane<Piece>; held: Held[] }[] = [];
  const started = (...given: Parameters<typeof laneOver>) => {
    const made = laneOver(...given);
    running.push(made);
    made.lane.start();
    return made;
  };
  afterEach(async () => {
    for (const { lane, held } of running.splice(0)) {
      const stopped = lane.stop();
      for (const each of held) each.end();
      await stopped;
    }
  });

  it("lets a tenant hold its share and no more, and gives the others what is left", async () => {
    const { held } = started([...pieces("a", 9), ...pieces("b", 9)], { atOnce: 6, atOnceATenant: 4 });
    await settled();
    expect(held.map(({ tenantId }) => tenantId)).to.deep.equal(["a", "a", "a", "a", "b", "b"]);
  });

  it("takes the next piece as soon as one has ended, of a tenant that does not hold its share", async () => {
    const { held } = started([...pieces("a", 5), ...pieces("b", 5)], { atOnce: 4, atOnceATenant: 2 });
    await settled();
    held.find(({ tenantId }) => tenantId === "b")?.end();
    await settled();
    expect(held.map(({ tenantId }) => tenantId)).to.deep.equal(["a", "a", "b", "b", "b"]);
  });

  it("looks at once when it is told to, also while it is claiming", async () => {
    const due: Piece[] = [];
    const { lane, held } = started(due, { atOnce: 4, atOnceATenant: 2 });
    due.push(...pieces("a", 1));
    lane.look();
    await settled();
    expect(held).to.have.lengthOf(1);
    due.push(...pieces("a", 1));
    lane.look();
    await settled();
    expect(held).to.have.lengthOf(2);
  });

  it("leaves a tenant that rests out, and says for how long", async () => {
    const { lane, held, shares } = started([], { atOnce: 4, atOnceATenant: 2 });
    expect(lane.rest("a")).to.equal(10_000);
    lane.look();
    await settled();
    expect(shares.at(-1)?.without).to.deep.equal(["a"]);
    expect(held).to.be.empty;
  });

  it("goes on after a claim that failed, and says so", async () => {
    const { lane, held, errors, broken } = laneOver(pieces("a", 1), { atOnce: 4, atOnceATenant: 2 });
    running.push({ lane, held });
    broken.claims = 1;
    lane.start();
    await settled();
    expect(errors).to.deep.equal(["No pieces of the test could be claimed"]);
    lane.look();
    await settled();
    expect(held).to.have.lengthOf(1);
  });

  it("leaves a piece whose work raises to its lease, says so, and frees its place", async () => {
    const { held, errors } = started(pieces("a", 2), { atOnce: 1, atOnceATenant: 1 });
    await settled();
    held[0]?.end(new Error("It broke."));
    await settled();
    expect(errors).to.deep.equal(["One of the pieces of the test was lost to its lease"]);
    expect(held).to.have.lengthOf(2);
  });

  it("claims nothing more once it stops, and waits for what is under way", async () => {
    const { lane, held } = started(pieces("a", 3), { atOnce: 2, atOnceATenant: 2 });
    await settled();
    let over = false;
    const stopped = lane.stop().then(() => {
      over = true;
    });
    held[0]?.end();
    await settled();
    expect({ over, held: held.length }).to.deep.equal({ over: false, held: 2 });
    held[1]?.end();
    await stopped;
    expect(held).to.have.lengthOf(2);
  });
});

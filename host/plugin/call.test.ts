import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { Call } from "./call.ts";
import { FirstTransaction } from "./firstTransaction.ts";
import { Ledger } from "./ledger.ts";

const SUBJECT = { plugin: "made", phase: "route", what: "GET /x" } as const;
const never = () => new Promise<never>(() => undefined);
const failure = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail("It did not fail."),
    (error: unknown) => error,
  );

describe("a call", () => {
  it("gives up at its deadline and aborts its signal, with an error that says what took too long", async () => {
    const call = new Call();
    const error = await failure(call.within(20, SUBJECT, never));
    expect(PlatformError.is(error) && error.code).to.equal("plugin.timeout");
    expect(error).to.have.property("message", "made: GET /x took longer than 0.02 s.");
    expect(call.signal.aborted).to.equal(true);
  });

  it("leaves the signal alone when it is done in time", async () => {
    const call = new Call();
    expect(await call.within(20, SUBJECT, async () => 7)).to.equal(7);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(call.signal.aborted).to.equal(false);
  });

  it("ends with its parent, for its parent's reason, until it is closed", async () => {
    const parent = new AbortController();
    const [open, closed] = [new Call(parent.signal), new Call(parent.signal)];
    const waiting = failure(open.within(1_000, SUBJECT, never));
    closed.close();
    parent.abort(new Error("gone"));
    expect(await waiting).to.have.property("message", "gone");
    expect(closed.signal.aborted).to.equal(false);
    expect(new Call(parent.signal).signal.aborted).to.equal(true);
  });

  it("turns a synchronous throw into a rejection", async () => {
    const thrown = failure(
      new Call().within(20, SUBJECT, () => {
        throw new Error("at once");
      }),
    );
    expect(await thrown).to.have.property("message", "at once");
  });
});

describe("a ledger", () => {
  it("undoes everything once, newest first", async () => {
    const ledger = new Ledger();
    const undone: string[] = [];
    const [first] = ["a", "b", "c"].map((name) => ledger.add(name, () => void undone.push(name)));
    await first?.dispose();
    await first?.dispose();
    expect(ledger.open).to.deep.equal(["b", "c"]);
    await ledger.close();
    expect(undone).to.deep.equal(["a", "c", "b"]);
    expect(ledger.open).to.deep.equal([]);
    expect(ledger.leftovers).to.deep.equal([]);
  });

  it("lists what could not be undone, and undoes the rest", async () => {
    const ledger = new Ledger();
    let rest = false;
    ledger.add("rest", () => {
      rest = true;
    });
    ledger.add("throws", () => {
      throw new Error("no");
    });
    ledger.add("hangs", never);
    await ledger.close(20);
    expect(ledger.leftovers).to.deep.equal(["hangs: still not undone after 20 ms", "throws: no"]);
    expect(rest).to.equal(true);
  });
});

describe("the first transaction", () => {
  const trx = { many: async () => [], one: async () => undefined, run: async () => 0 };
  const open = <Result>(work: (own: typeof trx) => Promise<Result>) => work(trx);

  it("carries the mark, and only the first does", async () => {
    let marks = 0;
    const first = new FirstTransaction(async () => {
      marks += 1;
      return true;
    });
    await first.run(open, async () => 1);
    await first.run(open, async () => 2);
    await first.finish(open);
    expect(marks).to.equal(1);
    expect(first.marked).to.equal(true);
  });

  it("passes the mark on to the next one when it rolls back", async () => {
    let marks = 0;
    const first = new FirstTransaction(async () => {
      marks += 1;
      return true;
    });
    await failure(first.run(open, async () => Promise.reject(new Error("rolled back"))));
    expect(first.marked).to.equal(false);
    await first.run(open, async () => 1);
    expect(marks).to.equal(2);
    expect(first.marked).to.equal(true);
  });

  it("turns the handler away when the mark was there before, also at its next attempt", async () => {
    const first = new FirstTransaction(async () => false);
    let worked = false;
    const work = async () => {
      worked = true;
    };
    await failure(first.run(open, work));
    await failure(first.run(open, work));
    expect(first.known).to.equal(true);
    expect(worked).to.equal(false);
  });

  it("is not waited for by one inside it", async () => {
    const first = new FirstTransaction(async () => true);
    expect(await first.run(open, () => first.run(open, async () => "inner"))).to.equal("inner");
  });

  it("marks a handler that opened none, after it returned", async () => {
    let marks = 0;
    const first = new FirstTransaction(async () => {
      marks += 1;
      return true;
    });
    await first.finish(open);
    expect(marks).to.equal(1);
  });
});

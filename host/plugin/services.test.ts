import { expect } from "chai";
import { refusal } from "../../test/kit/waiting.ts";
import type { ServiceCaller } from "./runtime.ts";
import { ServiceDirectory } from "./services.ts";

interface Shelf {
  put(item: unknown): Promise<unknown>;
  missing(): Promise<unknown>;
  get(): Promise<unknown>;
  who(): Promise<unknown>;
}

const CALLER: ServiceCaller = { plugin: "made", tenantId: "t", signal: new AbortController().signal };

describe("the service directory", () => {
  const held: unknown[] = [];
  const directory = new ServiceDirectory(() => undefined);
  const offered = directory.provideHost("test.shelf@1", ({ plugin }) => ({
    put: async (item: unknown) => held.push(item),
    get: async () => () => "a function",
    who: async () => plugin,
    size: 3,
  }));
  const shelf = (caller = CALLER) => directory.proxy<Shelf>("test.shelf@1", caller);

  it("passes copies, so that neither side holds the other's objects", async () => {
    const item = { list: [1] };
    await shelf().put(item);
    item.list.push(2);
    expect(held).to.deep.equal([{ list: [1] }]);
  });

  it("tells the provider who calls", async () => {
    expect(await shelf().who()).to.equal("made");
  });

  it("can be awaited without being called", async () => {
    expect(await Promise.resolve(shelf())).to.be.an("object");
  });

  it("refuses what cannot be copied, in both directions", async () => {
    expect(await refusal(shelf().put(() => 1))).to.include({ code: "service.not_serialisable" });
    expect(await refusal(shelf().get())).to.include({ code: "service.not_serialisable" });
  });

  it("says when there is no such method, or nobody who provides it", async () => {
    expect(await refusal(shelf().missing())).to.include({ code: "service.no_method" });
    const nobody = directory.proxy<Shelf>("test.nobody@1", CALLER);
    expect(await refusal(nobody.who())).to.include({ code: "service.unavailable", status: 503 });
  });

  it("finds the provider at each call, so that one that went is missed at once", async () => {
    const kept = shelf();
    await offered.dispose();
    expect(await refusal(kept.who())).to.include({ code: "service.unavailable" });
  });

  it("does nothing for a call that was abandoned", async () => {
    const gone = new AbortController();
    gone.abort(new Error("gone"));
    const answer = shelf({ ...CALLER, signal: gone.signal }).who();
    expect(await answer.catch((error: Error) => error.message)).to.equal("gone");
  });
});

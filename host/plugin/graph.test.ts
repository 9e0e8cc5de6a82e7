import { expect } from "chai";
import fc from "fast-check";
import { dependencyGraph } from "./graph.ts";

const node = (id: string, dependencies: Record<string, string> = {}, version = "1.0.0") => ({
  id,
  version,
  dependencies,
});

describe("the dependency graph", () => {
  it("puts dependencies before dependents, whatever the order they come in", () => {
    // Edges point from later to earlier letters only, so that there is no cycle to find.
    const graphs = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 30 });
    fc.assert(
      fc.property(graphs, fc.infiniteStream(fc.nat(9)), (edges, shuffle) => {
        const nodes = Array.from({ length: 10 }, (_, index) => node(`p${index}`));
        for (const [a, b] of edges) {
          const late = nodes[Math.max(a, b)];
          if (a !== b && late !== undefined) late.dependencies[`p${Math.min(a, b)}`] = "^1.0.0";
        }
        const mixed = [...nodes].sort(() => (shuffle.next().value ?? 0) - 5);
        const { order, problems } = dependencyGraph(mixed);
        expect(problems.size).to.equal(0);
        expect(order).to.have.members(nodes.map(({ id }) => id));
        for (const { id, dependencies } of nodes) {
          for (const needed of Object.keys(dependencies)) {
            expect(order.indexOf(needed)).to.be.lessThan(order.indexOf(id));
          }
        }
      }),
    );
  });

  it("names everything that is missing, in one error", () => {
    const { problems } = dependencyGraph([node("a", { x: "^1.0.0", y: "~2.1.0", b: "^2.0.0" }), node("b")]);
    expect(problems.get("a")?.message).to.equal(
      "a 1.0.0 needs x ^1.0.0, which is not registered; y ~2.1.0, which is not registered; b ^2.0.0, and 1.0.0 is registered.",
    );
    expect(problems.has("b")).to.equal(false);
  });

  it("names a cycle whole, to each member, and to nobody else", () => {
    const { problems } = dependencyGraph([
      node("a", { b: "*" }),
      node("b", { c: "*" }),
      node("c", { a: "*" }),
      node("d", { a: "*" }),
      node("e"),
    ]);
    for (const id of ["a", "b", "c"]) expect(problems.get(id)?.message).to.contain("a → b → c → a");
    expect([...problems.keys()]).to.have.members(["a", "b", "c"]);
  });

  it("counts a pre-release as a version of its range", () => {
    expect(
      dependencyGraph([node("a", { b: "^1.0.0-beta" }), node("b", {}, "1.0.0-beta.2")]).problems.size,
    ).to.equal(0);
  });
});

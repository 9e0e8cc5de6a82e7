import { PlatformError, Type } from "@promostack/core";
import { expect } from "chai";
import { type HostRoute, hostRoute } from "./hostRoute.ts";
import { checkHostRoutes } from "./registry.ts";

const whole = hostRoute({
  method: "POST",
  path: "/api/things/:id",
  permission: "tenant:member",
  summary: "Makes a thing",
  input: { params: Type.Object({ id: Type.String() }), body: Type.Object({}), output: Type.Object({}) },
  limits: { perMinute: 10 },
  handle: async () => ({}),
});

function problemsOf(...routes: Partial<Record<keyof HostRoute, unknown>>[]): string[] {
  try {
    checkHostRoutes(routes.map((change) => Object.assign({ ...whole }, change)));
    return [];
  } catch (error) {
    if (!PlatformError.is(error)) throw error;
    return String(error.details?.problems).split(",");
  }
}

describe("The registry of host routes", () => {
  it("takes whole routes", () => {
    expect(problemsOf({}, { path: "/api/others/:id" }, { method: "PUT" })).to.deep.equal([]);
  });

  it("refuses a route without permission, summary, schemas or limits, and names all of it at once", () => {
    const problems = problemsOf({ permission: undefined, summary: "", limits: undefined, input: undefined });
    for (const word of ["permission", "summary", "limits.perMinute", "output schema", "body schema", ":id"]) {
      expect(problems.join("\n")).to.contain(word);
    }
  });

  it("refuses doubles, unknown permissions, paths of plugins and fast routes that need a sign-in", () => {
    expect(
      problemsOf(
        {},
        {
          path: "/api/things/:name",
          input: { ...whole.input, params: Type.Object({ name: Type.String() }) },
        },
      ),
    ).to.have.length(1);
    expect(problemsOf({ permission: "everybody" })).to.have.length(1);
    expect(problemsOf({ path: "/api/p/things/:id" })).to.have.length(1);
    expect(problemsOf({ fast: true })).to.have.length(1);
  });
});

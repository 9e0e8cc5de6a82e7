import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { eventually } from "../../test/kit/waiting.ts";
import { bundleRunner } from "./bundle.ts";
import { RunnerProcess } from "./runnerProcess.ts";

describe("a runner that is late", () => {
  let folder: string;

  before(async function () {
    if (process.platform !== "linux") this.skip();
    folder = await mkdtemp(path.join(tmpdir(), "promostack-runner-"));
  });
  after(() => folder && rm(folder, { recursive: true }));

  /** Calls a fresh runner, does something to its process, and answers how the call ended. */
  async function ended(source: string, meddle: (pid: number) => void): Promise<PlatformError> {
    const script = await bundleRunner(folder);
    const before = children();
    const runner = new RunnerProcess(script, () => undefined);
    const [pid = 0] = children().filter((each) => !before.includes(each));
    try {
      await runner.call({ op: "load", key: "late", source }, 10_000);
      meddle(pid);
      await runner.call({ op: "describe", key: "late" }, 600);
    } catch (error) {
      if (PlatformError.is(error)) return error;
      throw error;
    } finally {
      runner.stop();
    }
    throw new Error("The runner answered.");
  }

  it("because of an endless loop is the strategy's fault", async () => {
    // Once the machine gives it the time: a busy one is blamed itself.
    const { code } = await eventually(async () => {
      const error = await ended("for (;;);", () => undefined);
      return error.status === 422 && error;
    }, "a runner that ran");
    expect(code).to.equal("sandbox.timeout");
  });

  it("because the machine gave it no time is nobody's", async () => {
    const { code, status } = await ended("for (;;);", (pid) => process.kill(pid, "SIGSTOP"));
    expect({ code, status }).to.deep.equal({ code: "sandbox.timeout", status: 503 });
  });
});

function children(): number[] {
  const text = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8");
  return text.split(" ").filter(Boolean).map(Number);
}

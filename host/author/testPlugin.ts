import { fileURLToPath } from "node:url";
import { type MochaResult, runMocha, type TestOutcome, testFiles } from "./mochaRun.ts";

const CONTRACT = fileURLToPath(new URL("../testkit/contractOfFolder.ts", import.meta.url));
const HOOKS = fileURLToPath(new URL("../testkit/hooks.ts", import.meta.url));
/** A host starts in a few seconds; a slow machine takes its time. */
const TIMEOUT_MS = 60_000;

export interface PluginTestRun {
  folder: string;
  /** Folder of the release before this one, to be tried on this one's schema. */
  previous: string | undefined;
  /** False: only its own tests. */
  contract: boolean;
  signal: AbortSignal;
  onTest(test: TestOutcome): void;
}

/** Runs the contract that every plugin keeps, and the plugin's own tests. Undefined where there is no Mocha to run them with. */
export async function testPlugin(run: PluginTestRun): Promise<MochaResult | undefined> {
  const { folder, previous, contract, signal, onTest } = run;
  const files = [...(contract ? [CONTRACT] : []), ...(await testFiles(folder))];
  if (files.length === 0) return { passed: 0, skipped: 0, failures: [] };
  return runMocha({
    folder,
    files,
    signal,
    onTest,
    require: [HOOKS],
    timeout: TIMEOUT_MS,
    variables: {
      PROMOSTACK_PLUGIN: folder,
      ...(previous !== undefined && { PROMOSTACK_PREVIOUS: previous }),
    },
  });
}

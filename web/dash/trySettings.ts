import { call } from "../kit/api/client.ts";
import type { FormTestResult } from "../kit/form/TestButtons.tsx";

/** Has a plugin try settings that are not saved. */
export function trySettings(
  plugin: string,
  test: string,
  settings: Record<string, unknown>,
): Promise<FormTestResult> {
  const path = `/api/plugins/${plugin}/settings/tests/${test}`;
  return call<FormTestResult>(path, { method: "POST", body: { settings } });
}

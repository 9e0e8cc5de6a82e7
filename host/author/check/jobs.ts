import { PlatformError } from "@promostack/core";
import { checkSchedule } from "../../job/windows.ts";
import { type Case, type Finding, inManifest } from "./finding.ts";

export function schedulesRun({ manifest }: Case): Finding[] {
  return (manifest.contributes?.jobs ?? []).flatMap((job, index) => {
    try {
      checkSchedule(job);
      return [];
    } catch (error) {
      if (!PlatformError.is(error)) throw error;
      return [
        inManifest(
          `/contributes/jobs/${index}/schedule`,
          error.message,
          error.hint ?? "Correct the schedule.",
        ),
      ];
    }
  });
}

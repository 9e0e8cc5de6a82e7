import type { ReactNode } from "react";
import { Empty } from "../kit/show/states.tsx";
import { settingsWords as W } from "./texts.ts";

/** Stands where a viewer or a member may not look. */
export function OnlyAdmins({ icon, title }: { icon?: ReactNode; title: string }) {
  return (
    <div className="card">
      <Empty icon={icon} title={title}>
        {W.onlyAdminsText}
      </Empty>
    </div>
  );
}

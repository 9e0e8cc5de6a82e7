import { IconAlertCircle, IconAlertTriangle } from "@tabler/icons-react";
import { useEditor } from "../editor.ts";
import classes from "./Forms.module.css";

/** What the check says of one step, above its form. */
export function StepProblems({ step }: { step: string }) {
  const { problems } = useEditor();
  const own = problems?.filter((problem) => problem.step === step) ?? [];
  if (own.length === 0) return null;
  return (
    <ul className={classes.problems}>
      {own.map(({ severity, message, fix }) => {
        const Icon = severity === "error" ? IconAlertCircle : IconAlertTriangle;
        return (
          <li key={`${message} ${fix ?? ""}`}>
            <Icon size={15} className={severity === "error" ? "sell" : "warn"} aria-hidden />
            <span>
              {message} <span className="muted">{fix}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

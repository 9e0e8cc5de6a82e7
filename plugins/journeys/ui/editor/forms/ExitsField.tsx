import { NativeSelect } from "@mantine/core";
import { exitsOf } from "../../../graph/exits.ts";
import type { Step } from "../../../graph/step.ts";
import { stepName } from "../../../graph/stepName.ts";
import { useEditor } from "../editor.ts";
import { connect } from "../model/edits.ts";
import classes from "./Forms.module.css";
import { words as W } from "./texts.ts";

/** Where each exit of a step leads: the way to connect steps by keyboard and on a phone. */
export function ExitsField({ step }: { step: Step }) {
  const { journey, readOnly, change, add } = useEditor();
  const exits = exitsOf(step);
  if (exits.length === 0) return null;
  const lead = (exit: string, to: string) => {
    if (to === NEW) add("message", { from: { step: step.id, exit } });
    else change((before) => connect(before, { step: step.id, exit }, to === "" ? undefined : to));
  };
  return (
    <fieldset className={classes.group}>
      <legend>{W.exits}</legend>
      {exits.map(({ key, title }) => (
        <div key={key} className={classes.exitRow}>
          <span className="clip">{title || "…"}</span>
          <NativeSelect
            size="xs"
            aria-label={`${W.exits}: ${title}`}
            value={step.exits[key] ?? ""}
            disabled={readOnly}
            onChange={(event) => lead(key, event.currentTarget.value)}
            data={[
              { value: "", label: W.exitNone },
              ...journey.steps.map((each) => ({ value: each.id, label: stepName(each) })),
              { value: NEW, label: W.exitNew },
            ]}
          />
        </div>
      ))}
    </fieldset>
  );
}

const NEW = "+";

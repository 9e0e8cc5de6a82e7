import { Autocomplete, NativeSelect } from "@mantine/core";
import type { Target } from "../../../graph/parts.ts";
import { useEditor } from "../editor.ts";
import { asVariable, variablesOf } from "../model/variables.ts";
import classes from "./Forms.module.css";
import { words as W } from "./texts.ts";

/** Where a value is kept: for the journey, with the person, or (where that is allowed) nowhere. */
export function TargetField({
  label,
  value,
  change,
  optional = false,
}: {
  label: string;
  value: Target | undefined;
  change(value: Target | undefined): void;
  optional?: boolean;
}) {
  const { journey, surroundings, readOnly } = useEditor();
  const choose = (scope: string) => {
    if (scope === "journey" || scope === "person") change({ scope, name: value?.name ?? "" });
    else change(undefined);
  };
  return (
    <fieldset className={classes.group}>
      <legend>{label}</legend>
      <div className={classes.two}>
        <NativeSelect
          aria-label={label}
          value={value?.scope ?? ""}
          disabled={readOnly}
          onChange={(event) => choose(event.currentTarget.value)}
          data={[
            ...(optional ? [{ value: "", label: W.saveNowhere }] : []),
            { value: "person", label: W.savePerson },
            { value: "journey", label: W.saveJourney },
          ]}
        />
        {value === undefined ? null : (
          <Autocomplete
            aria-label={W.saveName}
            placeholder={W.saveName}
            maxLength={40}
            value={value.name}
            readOnly={readOnly}
            onChange={(name) => change({ ...value, name: asVariable(name) })}
            data={value.scope === "person" ? surroundings.fields : variablesOf(journey, surroundings)}
          />
        )}
      </div>
    </fieldset>
  );
}

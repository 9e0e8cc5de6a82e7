import { Stack, Text } from "@mantine/core";
import { useMemo } from "react";
import { diffJourneys } from "../../../graph/diff.ts";
import type { Journey } from "../../../graph/journey.ts";
import { words as W } from "../texts.ts";
import classes from "./ChangeList.module.css";

/** What is different between two journeys, in words. */
export default function ChangeList({ before, after }: { before: Journey; after: Journey }) {
  const changes = useMemo(() => diffJourneys(before, after), [before, after]);
  if (changes.length === 0) return <Text c="dimmed">{W.noChanges}</Text>;
  return (
    <ul className={classes.list}>
      {changes.map(({ of, id, change, name, details }) => (
        <li key={`${of} ${id ?? ""} ${change}`} data-change={change}>
          <Text size="sm" fw={550}>
            <span className={classes.mark} aria-hidden>
              {MARKS[change]}
            </span>{" "}
            {W.changeOf[change](name)}
          </Text>
          <Stack gap={4} ps={18}>
            {details.map((detail) => (
              <div key={detail.field} className={classes.detail}>
                <span className="muted">{detail.field}</span>{" "}
                {detail.before === undefined ? null : <del>{detail.before}</del>}{" "}
                {detail.after === undefined ? null : <ins>{detail.after}</ins>}
              </div>
            ))}
          </Stack>
        </li>
      ))}
    </ul>
  );
}

const MARKS = { added: "+", removed: "−", changed: "~" };

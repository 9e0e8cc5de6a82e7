import type { ReactNode } from "react";
import classes from "./Admin.module.css";

/** Names with what they stand for, one below the other. */
export function Pairs({ pairs }: { pairs: [string, ReactNode][] }) {
  return (
    <dl className={classes.facts}>
      {pairs.map(([name, value]) => (
        <div key={name} style={{ display: "contents" }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

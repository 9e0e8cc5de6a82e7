import { Switch } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./Inspector.module.css";

/** Fields that belong together, under their name. */
export function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.group} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}

/** Fields of something that may be absent: an outline, a shadow. */
export function Optional({
  title,
  on,
  disabled,
  turn,
  children,
}: {
  title: string;
  on: boolean;
  disabled: boolean;
  turn(on: boolean): void;
  children: ReactNode;
}) {
  return (
    <section className={classes.group} aria-label={title}>
      <Switch
        size="xs"
        labelPosition="left"
        className={classes.turn}
        label={title}
        checked={on}
        disabled={disabled}
        onChange={(event) => turn(event.currentTarget.checked)}
      />
      {on ? children : null}
    </section>
  );
}

import { TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { call } from "../api/client.ts";
import { useAct } from "../api/resource.ts";
import classes from "./Draft.module.css";

interface Renaming {
  /** Takes `{ name }` by PATCH. */
  path: string;
  /** The list that shows the name too. */
  list: string;
  /** What the field is called. */
  label: string;
  maxLength: number;
  /** Pixels that the name takes at most. */
  maxWidth: number;
}

interface DraftNameProps {
  name: string;
  /** How it is changed, where it can be. */
  rename?: Renaming;
}

/** The name of what is looked at, in the header and the window's title; changed in place. */
export function DraftName({ name, rename }: DraftNameProps) {
  useEffect(() => {
    document.title = `${name} · PromoStack`;
  }, [name]);
  if (rename === undefined)
    return (
      <h1 className={`${classes.name} clip`} dir="auto">
        {name}
      </h1>
    );
  return <NameField stored={name} rename={rename} />;
}

function NameField({ stored, rename }: { stored: string; rename: Renaming }) {
  const { path, list, label, maxLength, maxWidth } = rename;
  const [name, setName] = useState(stored);
  const [editing, setEditing] = useState(false);
  const put = useAct<string>({
    act: (next) => call(path, { method: "PATCH", body: { name: next } }),
    changes: [list],
  });
  const done = () => {
    setEditing(false);
    const next = name.trim();
    if (next === "") setName(stored);
    else if (next !== stored) put.mutate(next);
  };
  if (!editing)
    return (
      <h1 className={`${classes.name} clip`} dir="auto">
        <button
          type="button"
          className={classes.rename}
          style={{ maxWidth }}
          onClick={() => setEditing(true)}
          title={label}
        >
          {name}
        </button>
      </h1>
    );
  return (
    <>
      <h1 hidden>{name}</h1>
      <TextInput
        size="xs"
        w={240}
        aria-label={label}
        maxLength={maxLength}
        value={name}
        autoFocus
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={done}
        onKeyDown={(event) => {
          if (event.key === "Enter") done();
          if (event.key === "Escape") {
            setName(stored);
            setEditing(false);
          }
        }}
      />
    </>
  );
}

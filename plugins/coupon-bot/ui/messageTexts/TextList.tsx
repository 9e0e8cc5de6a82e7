import { Badge, NativeSelect, UnstyledButton } from "@mantine/core";
import type { MessageText } from "../../texts/api.ts";
import { isTextKey, TEXTS, type TextKey } from "../../texts/text.ts";
import classes from "./MessageTexts.module.css";
import { words as W } from "./texts.ts";

interface TextListProps {
  items: readonly MessageText[];
  chosen: TextKey;
  choose(key: TextKey): void;
}

const GROUPS = ["talk", "codes", "pictures", "buttons", "notices"] as const;

/** Every text, with which are the tenant's own; on a phone a choice. */
export function TextList({ items, chosen, choose }: TextListProps) {
  const own = new Set(items.filter((each) => each.own).map(({ key }) => key));
  const keys = items.map(({ key }) => key).filter(isTextKey);
  const groups = GROUPS.map((group) => ({
    group,
    keys: keys.filter((key) => TEXTS[key].group === group),
  }));
  return (
    <>
      <NativeSelect
        className={classes.choice}
        aria-label={W.list}
        value={chosen}
        onChange={({ currentTarget: { value } }) => {
          if (isTextKey(value)) choose(value);
        }}
        data={groups.map(({ group, keys: all }) => ({
          group: W.groups[group],
          items: all.map((key) => ({ value: key, label: W.titles[key] })),
        }))}
      />
      <nav className={`${classes.list} card`} aria-label={W.list}>
        {groups.map(({ group, keys: all }) => (
          <div key={group}>
            <div className={classes.group}>{W.groups[group]}</div>
            {all.map((key) => (
              <UnstyledButton
                key={key}
                className={classes.item}
                ref={key === chosen ? intoView : undefined}
                aria-current={key === chosen ? "page" : undefined}
                onClick={() => choose(key)}
              >
                <span>{W.titles[key]}</span>
                {own.has(key) ? <Badge title={W.ownMeaning}>{W.own}</Badge> : null}
              </UnstyledButton>
            ))}
          </div>
        ))}
      </nav>
    </>
  );
}

function intoView(item: HTMLElement | null): void {
  item?.scrollIntoView({ block: "nearest" });
}

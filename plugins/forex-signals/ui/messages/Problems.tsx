import { List, Text, UnstyledButton } from "@mantine/core";
import { Notice } from "@promostack/web/kit";
import type { MessagePreview } from "../../messages/api.ts";
import classes from "./Messages.module.css";
import { words as W } from "./texts.ts";

/** What speaks against the text; a click marks the place. */
export function Problems({
  problems,
  show,
}: {
  problems: MessagePreview["problems"];
  show(at: number, length: number): void;
}) {
  if (problems.length === 0) return null;
  return (
    <Notice tone="warn" title={W.problems(problems.length)}>
      <List spacing={4} listStyleType="none">
        {problems.map(({ at, length, message, fix }) => (
          <List.Item key={`${at} ${message}`}>
            <UnstyledButton className={classes.problem} onClick={() => show(at, length)}>
              <Text size="sm">
                {message} {fix}
              </Text>
            </UnstyledButton>
          </List.Item>
        ))}
      </List>
    </Notice>
  );
}

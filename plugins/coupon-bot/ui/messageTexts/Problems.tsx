import { List, Text, UnstyledButton } from "@mantine/core";
import { Notice } from "@promostack/web/kit";
import type { TextPreview } from "../../texts/api.ts";

interface ProblemsProps {
  problems: TextPreview["problems"];
  show(at: number, length: number): void;
}

/** What speaks against the text; a click marks the place. */
export function Problems({ problems, show }: ProblemsProps) {
  const [first] = problems;
  if (first === undefined) return null;
  return (
    <Notice tone="warn" title={first.message}>
      <List spacing={4} listStyleType="none">
        {problems.map(({ at, length, message, fix }) => (
          <List.Item key={`${at} ${message}`}>
            <UnstyledButton onClick={() => show(at, length)}>
              <Text size="sm">{message === first.message ? fix : `${message} ${fix ?? ""}`}</Text>
            </UnstyledButton>
          </List.Item>
        ))}
      </List>
    </Notice>
  );
}

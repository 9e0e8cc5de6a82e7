import { Stack, TextInput } from "@mantine/core";
import { Section } from "@promostack/web/kit";
import { REASONS } from "../../codes/answer.ts";
import type { ListPlan } from "../../codes/plans.ts";
import { words as W } from "./texts.ts";

type Texts = ListPlan["texts"];

interface ReasonTextsProps {
  texts: Texts;
  change(texts: Texts): void;
  readOnly: boolean;
}

/** What people read in place of the bot's own words. */
export function ReasonTexts({ texts, change, readOnly }: ReasonTextsProps) {
  return (
    <Section title={W.rules.texts} intro={W.rules.textsHelp}>
      <Stack gap="sm">
        {[...REASONS].reverse().map((reason) => (
          <TextInput
            key={reason}
            label={W.rules.text[reason]}
            value={texts[reason] ?? ""}
            maxLength={300}
            readOnly={readOnly}
            onChange={({ currentTarget: { value } }) =>
              change({ ...texts, [reason]: value === "" ? undefined : value })
            }
          />
        ))}
      </Stack>
    </Section>
  );
}

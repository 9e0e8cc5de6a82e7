import { Stack, TextInput } from "@mantine/core";
import { call, SchemaForm, Section, useAct, useMay } from "@promostack/web/kit";
import { useState } from "react";
import type { TrialResult, ValidatorDetail } from "../../codes/api.ts";
import classes from "./Codes.module.css";
import { LastAnswers } from "./LastAnswers.tsx";
import { CONTRIBUTIONS, TRIALS, VALIDATORS } from "./paths.ts";
import { TrialPanel } from "./TrialPanel.tsx";
import { words as W } from "./texts.ts";

type Contributed = Extract<ValidatorDetail, { kind: "contributed" }>;

/** The settings that another plugin's validator asks for. */
export default function ContributedPanel({ kept }: { kept: Contributed }) {
  const { row, plan, offer } = kept;
  const [title, setTitle] = useState(row.title);
  const may = useMay("admin");
  const save = useAct<{ input: object; version: string | undefined }, ValidatorDetail>({
    act: ({ input, version }) =>
      call<ValidatorDetail>(`${CONTRIBUTIONS}/${row.id}`, {
        method: "PUT",
        body: { title: title.trim() === "" ? row.title : title, plan: { ...plan, input } },
        headers: { "if-match": version ?? kept.etag },
      }),
    tell: false,
    changes: [VALIDATORS],
  });
  const ask = (code: string, person: string | undefined) =>
    call<TrialResult>(TRIALS, { method: "POST", body: { code, person, validator: row.id } });
  return (
    <div className={classes.columns}>
      <div className={classes.part}>
        <Section title={W.contributed.settings} intro={offer?.description}>
          <Stack gap="sm">
            <TextInput
              label={W.name}
              value={title}
              maxLength={120}
              readOnly={!may}
              onChange={({ currentTarget }) => setTitle(currentTarget.value)}
            />
            {offer === undefined ? null : (
              <SchemaForm
                schema={offer.input}
                value={plan.input}
                version={kept.etag}
                draft={`codes-contributed-${row.id}`}
                disabled={!may}
                eager={title !== row.title}
                save={(input, version) => save.mutateAsync({ input, version })}
              />
            )}
          </Stack>
        </Section>
      </div>
      <aside className={classes.aside}>
        <TrialPanel open={false} ask={ask} />
        <LastAnswers id={row.id} />
      </aside>
    </div>
  );
}

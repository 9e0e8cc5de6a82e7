import { Button, Checkbox, FileButton, Group, List, Loader, Stack, Text } from "@mantine/core";
import { call, FormModal, problemText, useAct } from "@promostack/web/kit";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useState } from "react";
import type { Imported } from "../../codes/api.ts";
import type { CodeDialogProps } from "./AddCodes.tsx";
import { LISTS, VALIDATORS } from "./paths.ts";
import { words as W } from "./texts.ts";

const L = W.list;
const LARGEST = 8_000_000;
const SHOWN_PROBLEMS = 8;

/** A file is chosen, looked at, and taken in once it is known what that does. */
export function ImportCodes({ listId, close }: CodeDialogProps) {
  const [file, setFile] = useState<{ name: string; csv: string }>();
  const [replaces, setReplaces] = useState(false);
  const [wrong, setWrong] = useState("");
  const path = `${LISTS}/${listId}`;
  const send = (csv: string, over: boolean, dryRun: boolean) =>
    call<Imported>(`${path}/imports`, { method: "POST", body: { csv, dryRun, replaces: over } });
  const check = useAct<{ csv: string; over: boolean }, Imported>({
    act: ({ csv, over }) => send(csv, over, true),
    tell: false,
  });
  const start = useAct<string, Imported>({
    act: (csv) => send(csv, replaces, false),
    changes: [path, VALIDATORS],
    tell: false,
    done: ({ added, changed }) => L.imported(added, changed),
    onDone: close,
  });
  const choose = async (chosen: File | null) => {
    if (chosen === null) return;
    setWrong(chosen.size > LARGEST ? L.tooLarge : "");
    if (chosen.size > LARGEST) return;
    const csv = await chosen.text();
    setFile({ name: chosen.name, csv });
    check.mutate({ csv, over: replaces });
  };
  const found = check.data;
  const taken = (found?.added ?? 0) + (found?.changed ?? 0);
  const error = check.error ?? start.error;
  return (
    <FormModal
      title={L.import}
      size="lg"
      close={close}
      submit={() => file && start.mutate(file.csv)}
      label={L.importing(taken)}
      busy={start.isPending}
      incomplete={taken === 0 || check.isPending}
    >
      <Text size="sm" c="dimmed">
        {L.importText}
      </Text>
      <Group>
        <FileButton accept=".csv,.txt,.tsv,text/csv,text/plain" onChange={(chosen) => void choose(chosen)}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFileSpreadsheet size={16} aria-hidden />}>
              {file === undefined ? L.choose : L.another}
            </Button>
          )}
        </FileButton>
        {file === undefined ? null : <Text size="sm">{file.name}</Text>}
      </Group>
      <Checkbox
        label={L.replaces}
        description={L.replacesText}
        checked={replaces}
        onChange={({ currentTarget: { checked } }) => {
          setReplaces(checked);
          if (file !== undefined) check.mutate({ csv: file.csv, over: checked });
        }}
      />
      {wrong === "" && error === null ? null : (
        <Text role="alert" size="sm" c="var(--mantine-color-error)">
          {wrong || problemText(error)}
        </Text>
      )}
      <div role="status">
        {check.isPending ? (
          <Group gap="xs">
            <Loader size="xs" />
            <Text size="sm">{L.checking}</Text>
          </Group>
        ) : found === undefined ? null : (
          <Report found={found} />
        )}
      </div>
    </FormModal>
  );
}

function Report({ found }: { found: Imported }) {
  const { added, changed, known, refused, problems, fields } = found;
  const shown = problems.slice(0, SHOWN_PROBLEMS);
  return (
    <Stack gap={4}>
      <Text size="sm" fw={550}>
        {L.wouldAdd(added)}
      </Text>
      {changed === 0 ? null : <Text size="sm">{L.wouldChange(changed)}</Text>}
      {known === 0 ? null : <Text size="sm">{L.wouldKnow(known)}</Text>}
      {fields.length === 0 ? null : (
        <Text size="sm">{L.variables(fields.map((name) => `{${name}}`).join(", "))}</Text>
      )}
      {refused === 0 ? null : (
        <>
          <Text size="sm" className="warn">
            {L.wouldRefuse(refused)}
          </Text>
          <List size="sm" spacing={2}>
            {shown.map(({ line, problem }) => (
              <List.Item key={line}>
                <b>{L.line(line)}</b>: {problem}
              </List.Item>
            ))}
          </List>
          {refused <= shown.length ? null : (
            <Text size="sm" c="dimmed">
              {L.moreProblems(refused - shown.length)}
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}

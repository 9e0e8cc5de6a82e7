import { FileButton, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { call, notify, Page, useAct, useGo } from "@promostack/web/kit";
import { IconFile, IconUpload, type TablerIcon } from "@tabler/icons-react";
import type { JourneyDetail, NewJourney } from "../../drafts/api.ts";
import { BASE } from "../base.ts";
import classes from "./Gallery.module.css";
import { words as W } from "./texts.ts";

/** Where a journey begins: empty, or from a file. */
export default function Gallery() {
  const go = useGo();
  const begin = useAct<NewJourney["from"], JourneyDetail>({
    act: (from) => call<JourneyDetail>(`${BASE}/journeys`, { method: "POST", body: { from } }),
    done: ({ name }, { kind }) => (kind === "file" ? W.imported(name) : W.duplicated(name)),
    changes: [`${BASE}/journeys`],
    onDone: ({ id }) => go(`/journeys/${id}`),
  });
  const take = async (file: File | null) => {
    if (file === null) return;
    try {
      begin.mutate({ kind: "file", file: JSON.parse(await file.text()) });
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      await notify({ tone: "bad", message: W.notJson });
    }
  };
  return (
    <Page title={W.galleryTitle} intro={W.galleryIntro} back={{ to: "/journeys", label: W.back }}>
      <div className={classes.grid}>
        <Choice
          Icon={IconFile}
          title={W.blank}
          text={W.blankText}
          act={() => begin.mutate({ kind: "blank" })}
        />
        <FileButton accept=".json,application/json" onChange={(file) => void take(file)}>
          {({ onClick }) => <Choice Icon={IconUpload} title={W.import} text={W.importText} act={onClick} />}
        </FileButton>
      </div>
    </Page>
  );
}

function Choice({ Icon, title, text, act }: { Icon: TablerIcon; title: string; text: string; act(): void }) {
  return (
    <UnstyledButton className={`card ${classes.choice}`} onClick={act}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <Icon size={20} stroke={1.6} aria-hidden className={classes.icon} />
        <Stack gap={2}>
          <Text fw={600}>{title}</Text>
          <Text size="sm" c="dimmed">
            {text}
          </Text>
        </Stack>
      </Group>
    </UnstyledButton>
  );
}

import { Button, FileButton, List, Text } from "@mantine/core";
import { ApiError, call, Notice, notify, useAct, useGo, useMay } from "@promostack/web/kit";
import { type DragEvent, type ReactNode, useState } from "react";
import type { TemplateDetail } from "../../templates/api.ts";
import { TEMPLATES } from "../base.ts";
import classes from "./Templates.module.css";
import { words as W } from "./texts.ts";

/** As the server takes it. */
const LARGEST = 24_000_000;

interface Refused {
  file: string;
  why: string;
  places: string[];
}

/** Takes a template's file that is chosen, or dropped anywhere on it; what is wrong with one stays until it is dismissed. */
export function ImportZone({ children }: { children: (choose: () => void) => ReactNode }) {
  const may = useMay("member");
  const go = useGo();
  const [over, setOver] = useState(0);
  const [refused, setRefused] = useState<Refused>();
  const bring = useAct<{ file: unknown; name: string }, TemplateDetail>({
    act: ({ file }) => call<TemplateDetail>(`${TEMPLATES}/import`, { method: "POST", body: { file } }),
    changes: [TEMPLATES],
    tell: false,
    onDone({ id, name }) {
      void notify({ tone: "good", message: W.imported(name) });
      go(`/templates/${id}`);
    },
  });
  const take = async (file: File | null) => {
    if (file === null) return;
    setRefused(undefined);
    const { name } = file;
    if (file.size > LARGEST) return setRefused({ file: name, why: W.tooLarge, places: [] });
    const parsed = await parsedJson(file);
    if (parsed === undefined) return setRefused({ file: name, why: W.notJson, places: [] });
    bring.mutate(
      { file: parsed, name },
      { onError: (error) => setRefused({ file: name, ...reasonsOf(error) }) },
    );
  };
  const files = (event: DragEvent) => may && event.dataTransfer.types.includes("Files");
  return (
    <section
      aria-label={W.zone}
      className={classes.zone}
      data-over={over > 0 || undefined}
      data-words={W.drop}
      onDragEnter={(event) => {
        if (!files(event)) return;
        event.preventDefault();
        setOver((depth) => depth + 1);
      }}
      onDragOver={(event) => {
        if (files(event)) event.preventDefault();
      }}
      onDragLeave={(event) => {
        if (files(event)) setOver((depth) => Math.max(0, depth - 1));
      }}
      onDrop={(event) => {
        if (!files(event)) return;
        event.preventDefault();
        setOver(0);
        void take(event.dataTransfer.files[0] ?? null);
      }}
    >
      {refused === undefined ? null : (
        <div key={refused.file} ref={intoView}>
          <Notice
            tone="bad"
            title={W.notImported(refused.file)}
            action={
              <Button size="xs" variant="default" onClick={() => setRefused(undefined)}>
                {W.dismiss}
              </Button>
            }
          >
            <Text size="sm">{refused.why}</Text>
            {refused.places.length === 0 ? null : (
              <List size="sm">
                {refused.places.map((place) => (
                  <List.Item key={place}>{place}</List.Item>
                ))}
              </List>
            )}
          </Notice>
        </div>
      )}
      <FileButton accept=".json,application/json" onChange={(file) => void take(file)}>
        {({ onClick }) => children(onClick)}
      </FileButton>
    </section>
  );
}

/** It stands at the top, and whoever dropped the file may be far below. */
function intoView(box: HTMLDivElement | null): void {
  box?.scrollIntoView({ block: "center" });
}

async function parsedJson(file: File): Promise<unknown> {
  try {
    return JSON.parse(await file.text());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function reasonsOf(error: Error): Omit<Refused, "file"> {
  if (!(error instanceof ApiError)) return { why: error.message, places: [] };
  const places = Object.entries(error.fields).map(([place, message]) => `${place}: ${message}`);
  return { why: [error.message, error.hint].filter(Boolean).join(" "), places };
}

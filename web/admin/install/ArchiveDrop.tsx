import { Box, Button, Checkbox, FileButton, Group, Progress, Stack, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { ApiError } from "../../kit/api/error.ts";
import { upload } from "../../kit/api/files.ts";
import { Notice } from "../../kit/show/states.tsx";
import classes from "./Install.module.css";
import { installWords as W } from "./texts.ts";

interface Sending {
  name: string;
  size: number;
  /** From 0 to 1. */
  done: number;
}

interface Problem {
  title: string;
  text?: string;
}

/** Takes an archive by drop or by choice and sends it, telling how much has left. `begun` gets the install's id. */
export function ArchiveDrop({ begun }: { begun(id: string): void }) {
  const [over, setOver] = useState(false);
  const [ready, setReady] = useState(false);
  const [sending, setSending] = useState<Sending>();
  const [problem, setProblem] = useState<Problem>();
  const stop = useRef<AbortController>(undefined);

  const send = async (file: File | null | undefined) => {
    if (file === null || file === undefined) return;
    setProblem(undefined);
    if (!/\.(tgz|tar\.gz)$/i.test(file.name)) {
      setProblem({ title: W.notArchive(file.name), text: W.packIt });
      return;
    }
    const ending = new AbortController();
    stop.current = ending;
    const { name, size } = file;
    setSending({ name, size, done: 0 });
    try {
      const install = await upload<{ id: string }>("/api/admin/installs", file, {
        query: { name, activate: !ready },
        type: "application/gzip",
        progress: (done) => setSending({ name, size, done }),
        signal: ending.signal,
        hint: W.brokeOff,
      });
      begun(install.id);
    } catch (error) {
      if (!ending.signal.aborted) setProblem(problemOf(error, file));
    } finally {
      setSending(undefined);
    }
  };

  if (sending !== undefined) {
    const { name, size, done } = sending;
    return (
      <Stack gap="xs">
        <Text aria-live="polite">{W.uploading(name, sizeText(done * size), sizeText(size))}</Text>
        <Progress value={100 * done} aria-label={name} />
        <Button variant="default" w="max-content" onClick={() => stop.current?.abort()}>
          {W.stop}
        </Button>
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      {problem === undefined ? null : (
        <Notice tone="bad" title={problem.title}>
          {problem.text}
        </Notice>
      )}
      <Box
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void send(event.dataTransfer.files[0]);
        }}
      >
        <IconUpload size={24} stroke={1.6} aria-hidden />
        <Group gap="xs" justify="center">
          <Text c="dimmed">{over ? W.dropHere : W.drop}</Text>
          <FileButton onChange={(file) => void send(file)} accept=".tgz,.gz,application/gzip">
            {(props) => (
              <Button variant="default" {...props}>
                {W.choose}
              </Button>
            )}
          </FileButton>
        </Group>
      </Box>
      <Checkbox
        label={W.make}
        description={W.makeHelp}
        checked={ready}
        onChange={(event) => setReady(event.currentTarget.checked)}
      />
    </Stack>
  );
}

/** Why an archive was not taken, with what to do about it. */
function problemOf(error: unknown, { name, size }: File): Problem {
  if (!(error instanceof ApiError)) return { title: error instanceof Error ? error.message : String(error) };
  const { limit } = error.details;
  if (error.status !== 413 || typeof limit !== "number") return { title: error.message, text: error.hint };
  return { title: W.tooLarge(name, sizeText(size)), text: W.tooLargeText(sizeText(limit)) };
}

function sizeText(bytes: number): string {
  return bytes < 1_048_576 ? `${Math.ceil(bytes / 1_024)} kB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

import { Button, FileButton, Group, NativeSelect, Text } from "@mantine/core";
import { call, inBase64, useAct, useResource } from "@promostack/web/kit";
import { IconPaperclip } from "@tabler/icons-react";
import { useState } from "react";
import type { StoredMedia } from "../../../drafts/mediaFiles.ts";
import type { Media } from "../../../graph/parts.ts";
import { BASE } from "../../base.ts";
import { words as E } from "../texts.ts";
import classes from "./Forms.module.css";
import { useTextPlace } from "./textPlace.ts";
import { words as W } from "./texts.ts";

const LARGEST = 20_000_000;
const KINDS = ["photo", "video", "animation", "voice", "document"] as const;

/** A file that goes with a message: uploaded, looked at, sent as what it is or as a document. */
export function MediaField({
  value,
  change,
}: {
  value: Media | undefined;
  change(value: Media | undefined): void;
}) {
  const { readOnly } = useTextPlace();
  const [problem, setProblem] = useState<string>();
  const upload = useAct<File, StoredMedia>({
    act: async (file) =>
      call<StoredMedia>(`${BASE}/media`, {
        method: "POST",
        body: { name: file.name.slice(-200), content: await inBase64(file) },
      }),
    onDone: ({ media }) => change(media),
  });
  const take = (file: File | null) => {
    if (file === null) return;
    setProblem(file.size > LARGEST ? W.tooLarge : undefined);
    if (file.size <= LARGEST) upload.mutate(file);
  };
  if (value === undefined) {
    return readOnly ? null : (
      <div>
        <FileButton onChange={take}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              size="xs"
              loading={upload.isPending}
              leftSection={<IconPaperclip size={14} aria-hidden />}
            >
              {W.addMedia}
            </Button>
          )}
        </FileButton>
        {problem === undefined ? null : (
          <Text size="xs" c="var(--mantine-color-error)" role="alert" mt={4}>
            {problem}
          </Text>
        )}
      </div>
    );
  }
  return (
    <fieldset className={classes.group}>
      <legend>{W.media}</legend>
      <Look media={value} />
      <Text size="xs" className="clip">
        {value.file === "" ? W.noFile : (value.name ?? E.media[value.kind])}
      </Text>
      <Group gap="xs">
        <NativeSelect
          size="xs"
          aria-label={W.sentAs}
          value={value.kind}
          disabled={readOnly}
          onChange={(event) => {
            const kind = KINDS.find((each) => each === event.currentTarget.value);
            if (kind !== undefined) change({ ...value, kind });
          }}
          data={KINDS.map((kind) => ({ value: kind, label: E.media[kind] }))}
        />
        {readOnly ? null : (
          <Button variant="subtle" color="gray" size="xs" onClick={() => change(undefined)}>
            {W.removeMedia}
          </Button>
        )}
      </Group>
    </fieldset>
  );
}

/** The file as it is stored. */
function Look({ media: { file, kind } }: { media: Media }) {
  const found = useResource<{ url: string }>(`${BASE}/media`, { file }, { enabled: file !== "" });
  const url = found.data?.url;
  if (url === undefined) return null;
  if (kind === "photo" || kind === "animation") return <img className={classes.preview} src={url} alt="" />;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {W.look}
    </a>
  );
}

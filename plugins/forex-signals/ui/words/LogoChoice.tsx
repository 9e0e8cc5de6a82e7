import { Button, FileButton, Group, Skeleton, Text } from "@mantine/core";
import {
  Ago,
  Confirm,
  call,
  ErrorState,
  inBase64,
  problemText,
  useAct,
  useMay,
  useResource,
} from "@promostack/web/kit";
import { useState } from "react";
import type { Logo } from "../../wordsApi.ts";
import { words as W } from "./texts.ts";
import classes from "./Words.module.css";

const PICTURES = "/api/p/forex-signals/pictures";
const PATH = `${PICTURES}/logo`;
const LARGEST = 1_000_000;

/** The tenant's logo on its pictures: shown on both grounds, put in its place, taken away. */
export function LogoChoice() {
  const may = useMay("admin");
  const { data, error, refetch } = useResource<Logo>(PATH);
  if (data === undefined)
    return error === null ? (
      <Skeleton height={66} mb="md" />
    ) : (
      <ErrorState error={error} retry={() => void refetch()} />
    );
  const { image, uploadedAt, uploadedBy } = data;
  return (
    <div className={classes.logo}>
      {image === null ? null : <Grounds image={image} />}
      <div>
        <Text fw={600}>{W.logo}</Text>
        <Text size="sm" c="dimmed">
          {image === null ? `${W.logoNone} ` : null}
          {may ? W.logoHelp : W.logoAdmins}
        </Text>
        {uploadedAt === null || uploadedBy === null ? null : (
          <Text size="sm" c="dimmed" component="div">
            {W.logoBy(uploadedBy)}, <Ago value={uploadedAt} />
          </Text>
        )}
        {may ? <Acts has={image !== null} /> : null}
      </div>
    </div>
  );
}

function Grounds({ image }: { image: string }) {
  return (
    <div className={classes.grounds}>
      <span className={`${classes.ground} ${classes.onDark}`}>
        <img src={image} alt={W.logoAlt} />
      </span>
      <span className={`${classes.ground} ${classes.onLight}`}>
        <img src={image} alt="" />
      </span>
    </div>
  );
}

function Acts({ has }: { has: boolean }) {
  const [tooLarge, setTooLarge] = useState(false);
  const upload = useAct<File, Logo>({
    act: async (file) => call<Logo>(PATH, { method: "PUT", body: { content: await inBase64(file) } }),
    done: W.logoSaved,
    changes: [PICTURES],
    tell: false,
  });
  const remove = useAct({
    act: () => call<Logo>(PATH, { method: "DELETE" }),
    done: W.logoRemoved,
    changes: [PICTURES],
  });
  const take = (file: File | null) => {
    if (file === null) return;
    setTooLarge(file.size > LARGEST);
    if (file.size <= LARGEST) upload.mutate(file);
  };
  const problem = tooLarge ? W.logoTooLarge : problemText(upload.error);
  return (
    <>
      <Group gap="xs" mt="xs">
        <FileButton onChange={take} accept="image/png,image/jpeg,image/webp">
          {(props) => (
            <Button {...props} variant="default" size="xs" loading={upload.isPending}>
              {has ? W.logoReplace : W.logoUpload}
            </Button>
          )}
        </FileButton>
        {has ? (
          <Confirm
            title={W.logoRemoveTitle}
            text={W.logoRemoveText}
            label={W.logoRemove}
            act={() => remove.mutateAsync()}
          >
            {(open) => (
              <Button variant="subtle" size="xs" onClick={open}>
                {W.logoRemove}
              </Button>
            )}
          </Confirm>
        ) : null}
      </Group>
      {problem === undefined ? null : (
        <Text size="sm" c="var(--mantine-color-error)" role="alert" mt={4}>
          {problem}
        </Text>
      )}
    </>
  );
}

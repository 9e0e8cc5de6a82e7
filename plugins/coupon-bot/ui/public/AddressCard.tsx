import { Button, Code, CopyButton, Group, Skeleton, Stack } from "@mantine/core";
import { toDataURL } from "qrcode";
import { useEffect, useState } from "react";
import { words as W } from "./texts.ts";

/** A public address: to copy, to open, to print. */
export function AddressCard({ address }: { address: string }) {
  const [qr, setQr] = useState<string>();
  useEffect(() => {
    let stays = true;
    void toDataURL(address, { margin: 2, width: 640 }).then((drawn) => {
      if (stays) setQr(drawn);
    });
    return () => {
      stays = false;
    };
  }, [address]);
  return (
    <Group align="flex-start" gap="md" wrap="wrap">
      {qr === undefined ? (
        <Skeleton w={132} h={132} />
      ) : (
        <img src={qr} alt={W.qr(address)} width={132} height={132} style={{ borderRadius: 8 }} />
      )}
      <Stack gap="xs" style={{ flex: "1 1 220px", minWidth: 0 }}>
        <Code style={{ overflowWrap: "anywhere", whiteSpace: "normal" }}>{address}</Code>
        <Group gap="xs">
          <CopyText text={address} />
          <Button size="xs" variant="default" component="a" href={address} target="_blank" rel="noopener">
            {W.open}
          </Button>
          {qr === undefined ? null : (
            <Button size="xs" variant="default" component="a" href={qr} download={W.qrFile}>
              {W.qrSave}
            </Button>
          )}
        </Group>
      </Stack>
    </Group>
  );
}

export function CopyText({ text }: { text: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button size="xs" variant="default" onClick={copy}>
          {copied ? W.copied : W.copy}
        </Button>
      )}
    </CopyButton>
  );
}

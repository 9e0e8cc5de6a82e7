import { Modal, Text } from "@mantine/core";
import { texts } from "../../kit/texts.ts";
import { Once } from "../settings/Once.tsx";
import { webhookWords as W } from "./texts.ts";

/** A webhook's secret, the one time that it can be seen. */
export function Told({ secret, done }: { secret: string | undefined; done(): void }) {
  return (
    <Modal
      opened={secret !== undefined}
      onClose={done}
      // A click beside it must not lose the one look at the secret.
      closeOnClickOutside={false}
      title={<Text fw={620}>{W.fresh}</Text>}
      closeButtonProps={{ "aria-label": texts.close }}
      size="lg"
    >
      <Once value={secret ?? ""} text={W.freshText} done={done}>
        <Text size="sm" c="dimmed">
          {W.freshUse}
        </Text>
      </Once>
    </Modal>
  );
}

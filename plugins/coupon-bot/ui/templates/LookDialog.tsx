import { Group, Modal, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Look } from "../../templates/api.ts";
import { Picture } from "./Collage.tsx";
import classes from "./Templates.module.css";
import { words as W } from "./texts.ts";

/** A template large, in all its sizes side by side. */
export function LookDialog({
  name,
  pictures,
  opened,
  close,
  action,
}: {
  name: string;
  pictures: readonly Look[];
  opened: boolean;
  close(): void;
  action?: ReactNode;
}) {
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={<Text fw={620}>{name}</Text>}
      closeButtonProps={{ "aria-label": W.close }}
      size="min(1080px, 94vw)"
    >
      <div className={classes.large}>
        {pictures.map((look) => (
          <figure key={look.size} style={{ flexGrow: look.width / look.height }}>
            <Picture name={name} look={look} across={760} />
            <figcaption>
              {W.sizes[look.size]}{" "}
              <span className="muted">
                {look.width} × {look.height}
              </span>
            </figcaption>
          </figure>
        ))}
      </div>
      {action === undefined ? null : (
        <Group justify="flex-end" mt="md">
          {action}
        </Group>
      )}
    </Modal>
  );
}

import { Button, Menu } from "@mantine/core";
import { useMay } from "@promostack/web/kit";
import { IconChevronDown } from "@tabler/icons-react";
import { words as W } from "../texts.ts";
import type { Many } from "./ManyDialog.tsx";

/** What can be done with all people that a list shows, loaded or not. */
export function ActMenu({ label, act }: { label: string; act(act: Many["act"]): void }) {
  const mayErase = useMay("admin");
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => act("tag")}>{W.addTag}</Menu.Item>
        <Menu.Item onClick={() => act("untag")}>{W.removeTag}</Menu.Item>
        <Menu.Item onClick={() => act("letIn")}>{W.letIn}</Menu.Item>
        {mayErase ? (
          <Menu.Item color="coral" onClick={() => act("erase")}>
            {W.erase}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}

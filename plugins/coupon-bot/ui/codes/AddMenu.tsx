import { Button, Menu, Modal, Text } from "@mantine/core";
import { SchemaForm, useMay } from "@promostack/web/kit";
import { IconChevronDown, IconListDetails, IconPlus, IconPuzzle, IconWorld } from "@tabler/icons-react";
import { useState } from "react";
import type { Offer } from "../../codes/api.ts";
import { words as W } from "./texts.ts";
import { useNewValidator } from "./useNewValidator.ts";

/** A list, an address, or what other plugins offer. */
export function AddMenu({ offers }: { offers: readonly Offer[] }) {
  const admin = useMay("admin");
  const create = useNewValidator();
  const [offer, setOffer] = useState<Offer>();
  if (!useMay("member")) return null;
  return (
    <>
      <Menu position="bottom-end" width={300}>
        <Menu.Target>
          <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
            loading={create.isPending}
          >
            {W.add}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconListDetails size={18} aria-hidden />}
            onClick={() => create.mutate({ kind: "list" })}
          >
            {W.addList}
            <Text size="xs" c="dimmed">
              {W.addListText}
            </Text>
          </Menu.Item>
          <Menu.Item
            leftSection={<IconWorld size={18} aria-hidden />}
            disabled={!admin}
            onClick={() => create.mutate({ kind: "endpoint" })}
          >
            {W.addEndpoint}
            <Text size="xs" c="dimmed">
              {admin ? W.addEndpointText : W.adminsOnly}
            </Text>
          </Menu.Item>
          {offers.map((each) => (
            <Menu.Item
              key={`${each.plugin}/${each.name}`}
              leftSection={<IconPuzzle size={18} aria-hidden />}
              disabled={!admin}
              onClick={() => setOffer(each)}
            >
              {each.title}
              <Text size="xs" c="dimmed">
                {admin ? (each.description ?? each.plugin) : W.adminsOnly}
              </Text>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {offer === undefined ? null : (
        <Modal opened onClose={() => setOffer(undefined)} title={<Text fw={620}>{offer.title}</Text>}>
          <SchemaForm
            schema={offer.input}
            value={{}}
            draft={`codes-offer-${offer.plugin}-${offer.name}`}
            label={W.add}
            eager
            save={async (input) => {
              await create.mutateAsync({ kind: "contributed", offer, input });
            }}
          />
        </Modal>
      )}
    </>
  );
}

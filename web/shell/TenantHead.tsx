import { Box, Menu, Text, UnstyledButton } from "@mantine/core";
import { IconCheck, IconSelector } from "@tabler/icons-react";
import { useGo } from "../kit/page/address.ts";
import { usePlace } from "../kit/page/place.ts";
import classes from "./Frame.module.css";
import { words } from "./texts.ts";

/** The tenant at the top left, and the way to one's others. */
export function TenantHead() {
  const { session, tenant, switchTenant } = usePlace();
  const go = useGo();
  const name = tenant?.name ?? words.product;
  const single = session.tenants.length < 2 || Boolean(session.viewingAs);
  const face = (
    <>
      <span className={classes.initial} aria-hidden>
        {name.slice(0, 1).toUpperCase()}
      </span>
      <Box style={{ minWidth: 0, flex: 1 }}>
        <Text fw={620} className="clip" lh={1.25}>
          {name}
        </Text>
        <Text size="xs" c="dimmed" lh={1.3}>
          {session.viewingAs
            ? words.viewingAs(name)
            : tenant === undefined
              ? words.noTenant
              : words.role[tenant.role]}
        </Text>
      </Box>
    </>
  );
  if (single) return <div className={classes.place}>{face}</div>;
  return (
    <Menu position="bottom-start" width={236}>
      <Menu.Target>
        <UnstyledButton className={classes.place} aria-label={`${words.tenant}: ${name}`}>
          {face}
          <IconSelector size={16} aria-hidden className="muted" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{words.tenants}</Menu.Label>
        {session.tenants.map((each) => (
          <Menu.Item
            key={each.id}
            rightSection={each.id === tenant?.id ? <IconCheck size={14} aria-hidden /> : null}
            onClick={() => {
              switchTenant(each.id);
              go("/");
            }}
          >
            {each.name}
            <Text size="xs" c="dimmed">
              {words.role[each.role]}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

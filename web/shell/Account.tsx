import { Menu, Text, UnstyledButton } from "@mantine/core";
import { IconArrowsExchange, IconLogout, IconUserCircle } from "@tabler/icons-react";
import type { Session } from "../api/session.ts";
import { call } from "../kit/api/client.ts";
import { useAct } from "../kit/api/resource.ts";
import { usePlace } from "../kit/page/place.ts";
import { siteAddress } from "./sites.ts";
import { words } from "./texts.ts";

/** Who is signed in, the way out, and the way to the other site. */
export function Account() {
  const { session } = usePlace();
  const { person } = session;
  const name = person.name || person.email;
  const other = session.site === "admin" ? "dash" : "admin";
  const out = useAct({
    act: () => call<void>("/api/sessions/current", { method: "DELETE" }),
    onDone: () => window.location.assign("/sign-in"),
  });
  return (
    <Menu position="top-start" width={240}>
      <Menu.Target>
        <UnstyledButton
          aria-label={`${words.account}: ${name}`}
          style={{ display: "flex", alignItems: "center", gap: 8, minWidth: 0, padding: "6px 8px" }}
        >
          <IconUserCircle size={19} stroke={1.7} aria-hidden style={{ flex: "none" }} />
          <span className="clip">{name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{words.signedInAs}</Menu.Label>
        <Text size="sm" px="sm" pb="xs" style={{ overflowWrap: "anywhere" }}>
          {person.email}
        </Text>
        {session.admin || other === "dash" ? (
          <Menu.Item
            component="a"
            href={otherSite(other, session)}
            leftSection={<IconArrowsExchange size={16} aria-hidden />}
          >
            {other === "admin" ? words.toAdmin : words.toDash}
          </Menu.Item>
        ) : null}
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => out.mutate()}>
          {words.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Sample people may go on as themselves: on localhost browsers keep the sign-in to one host. */
function otherSite(site: "dash" | "admin", { playground, person }: Session): string {
  return playground
    ? `${siteAddress(site)}/sign-in#as=${encodeURIComponent(person.email)}`
    : siteAddress(site);
}

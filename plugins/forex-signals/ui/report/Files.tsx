import { Button, Menu } from "@mantine/core";
import { address, type Query, usePlace } from "@promostack/web/kit";
import { IconDownload } from "@tabler/icons-react";
import { words as W } from "./texts.ts";

const FORMATS = ["html", "json", "csv"] as const;

/** The report as a file, of what the page shows. The tenant goes along in the address: a download sends no header. */
export function Files({ query }: { query: Query }) {
  const { tenant } = usePlace();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} aria-hidden />}>
          {W.save}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map((format) => (
          <Menu.Item
            key={format}
            component="a"
            href={address("/api/p/forex-signals/performance/exports", {
              ...query,
              format,
              "x-tenant": tenant?.id,
            })}
            download
          >
            {W.formats[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

import { Text } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import type { CataloguePlugin } from "../api/plugins.ts";
import classes from "./Plugins.module.css";
import { words } from "./texts.ts";

const W = words.plugins;

/** What it may do, in the host's words. */
export function Capabilities({ plugin }: { plugin: CataloguePlugin }) {
  if (plugin.capabilities.length === 0) return <Text c="dimmed">{W.mayNothing}</Text>;
  return (
    <ul className={classes.may}>
      {plugin.capabilities.map((text) => (
        <li key={text}>
          <IconShieldCheck size={16} stroke={1.7} aria-hidden />
          {text}
        </li>
      ))}
    </ul>
  );
}

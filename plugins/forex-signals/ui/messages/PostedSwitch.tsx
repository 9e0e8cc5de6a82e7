import { Switch, Text } from "@mantine/core";
import { call, LinkButton, useAct, useMay } from "@promostack/web/kit";
import type { MessageKindShown } from "../../messages/api.ts";
import { BASE } from "./place.ts";
import { type ChannelShown, isPosted } from "./posted.ts";
import { words as W } from "./texts.ts";

const SETTINGS = "/api/plugins/forex-signals/settings";

interface Stored {
  settings: Record<string, unknown>;
  etag: string;
}

/** Switches a kind of message on or off for a kind of channel: a part of the plugin's settings. */
export function PostedSwitch({ kind, channel }: { kind: MessageKindShown; channel: ChannelShown }) {
  const may = useMay("admin");
  const turn = useAct<boolean>({
    act: async (on) => {
      const { settings, etag } = await call<Stored>(SETTINGS);
      const off = channel.off.filter((name) => name !== kind.switch);
      const before = settings[channel.kind];
      const rules = { ...(typeof before === "object" ? before : {}), off: on ? off : [...off, kind.switch] };
      await call(SETTINGS, {
        method: "PUT",
        body: { settings: { ...settings, [channel.kind]: rules } },
        headers: { "if-match": etag },
      });
    },
    changes: [BASE, SETTINGS],
  });
  const excluded =
    channel.post === "nothing"
      ? W.nothing
      : isPosted(kind, { ...channel, off: [] })
        ? undefined
        : W.resultsOnly;
  if (excluded !== undefined) {
    return (
      <Text size="sm" c="dimmed" component="div">
        {excluded}{" "}
        <LinkButton to="/plugins/forex-signals" variant="subtle" size="compact-xs">
          {W.change}
        </LinkButton>
      </Text>
    );
  }
  if (!kind.switchable) return null;
  return (
    <Switch
      label={W.posted}
      description={kind.switch === "results" ? W.resultsTogether : undefined}
      checked={isPosted(kind, channel)}
      disabled={!may || turn.isPending}
      onChange={(event) => turn.mutate(event.currentTarget.checked)}
    />
  );
}

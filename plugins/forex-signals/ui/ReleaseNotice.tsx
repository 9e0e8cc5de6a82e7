import { Text } from "@mantine/core";
import { Notice, Time, useResource } from "@promostack/web/kit";
import type { ChosenRelease } from "../releaseApi.ts";
import { releaseWords as W } from "./releaseWords.ts";

/** What a tenant should know about the release behind its signals; nothing while all is as it was. */
export function ReleaseNotice() {
  const { data: release } = useResource<ChosenRelease>("/api/p/forex-signals/release");
  if (release === undefined) return null;
  const name = release.version === null ? release.title : `${release.title} ${release.version}`;
  switch (release.state) {
    case "quarantined":
      return (
        <Notice tone="warn" title={W.quarantined(name)}>
          {W.quarantinedText} {release.until === undefined ? null : <Time value={release.until} />}
          <Reason text={release.reason} />
        </Notice>
      );
    case "withdrawn":
      return (
        <Notice tone="bad" title={W.withdrawn(name)}>
          {W.withdrawnText}
          <Reason text={release.reason} />
        </Notice>
      );
    case "deprecated":
      return (
        <Notice tone="info" title={W.deprecated(name)}>
          {release.replacement === undefined ? W.deprecatedText : W.rather(release.replacement)}
          <Reason text={release.reason} />
        </Notice>
      );
    case "unusable":
      return (
        <Notice tone="bad" title={W.unusable(name)}>
          {W.unusableText}
          <Reason text={release.reason} />
        </Notice>
      );
    default:
      return release.upgrade === undefined || release.version === null ? null : (
        <Notice tone="info" title={W.upgraded(release.title, release.version)}>
          {W.upgradedText(release.upgrade.from)} <Time value={release.upgrade.at} />.
        </Notice>
      );
  }
}

function Reason({ text }: { text: string | undefined }) {
  return text === undefined ? null : <Text size="sm">{text}</Text>;
}

import { Skeleton, Text } from "@mantine/core";
import type { CataloguePlugin, PluginUsage as Usage } from "../api/plugins.ts";
import { useResource } from "../kit/api/resource.ts";
import { Section } from "../kit/page/Page.tsx";
import { bytesText, Count, Explained } from "../kit/show/figures.tsx";
import { ErrorState } from "../kit/show/states.tsx";
import { lengthText } from "../kit/show/times.tsx";
import classes from "./Plugins.module.css";
import { words } from "./texts.ts";

const W = words.usage;
const FRESH_MS = 15_000;

/** What the plugin did for the team this month, and what it may do at most. */
export function PluginUsage({ plugin: { id } }: { plugin: CataloguePlugin }) {
  const { data, error, refetch } = useResource<Usage>(`/api/plugins/${id}/usage`, {}, { every: FRESH_MS });
  return (
    <Section title={W.title}>
      {data !== undefined ? (
        <Figures usage={data} />
      ) : error !== null ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton h={180} />
      )}
    </Section>
  );
}

function Figures({ usage }: { usage: Usage }) {
  const { calls, errors, milliseconds, sent, unsent, storedBytes, limits, since, days } = usage;
  const busiest = Math.max(1, ...days.map((day) => day.calls));
  return (
    <>
      {days.length < 2 ? null : (
        <div className={classes.days} aria-hidden>
          {days.map((day) => (
            <span key={day.day} style={{ blockSize: `${Math.max(4, (100 * day.calls) / busiest)}%` }} />
          ))}
        </div>
      )}
      <dl className={classes.usage}>
        <dt>
          <Explained meaning={W.callsMeaning(since)}>{W.calls}</Explained>
        </dt>
        <dd>
          <Count value={calls} />
        </dd>
        <dt>
          <Explained meaning={W.errorsMeaning}>{W.errors}</Explained>
        </dt>
        <dd className={errors > 0 ? "warn" : undefined}>
          <Count value={errors} />
        </dd>
        <dt>{W.took}</dt>
        <dd className="figure">
          {calls === 0 ? "–" : W.milliseconds(Math.max(1, Math.round(milliseconds / calls)))}
        </dd>
        <dt>{W.sent}</dt>
        <dd>
          <Count value={sent} />
        </dd>
        {unsent === 0 ? null : (
          <>
            <dt>{W.unsent}</dt>
            <dd className="warn">
              <Count value={unsent} />
            </dd>
          </>
        )}
        <dt>{W.stored}</dt>
        <dd className="figure">{bytesText(storedBytes)}</dd>
      </dl>
      <Text size="xs" c="dimmed" mt="sm">
        {[
          W.answerWithin(lengthText(limits.requestSeconds)),
          W.reactWithin(lengthText(limits.updateSeconds)),
          ...(limits.fileBytes === undefined ? [] : [W.files(bytesText(limits.fileBytes))]),
        ].join(" ")}
      </Text>
    </>
  );
}

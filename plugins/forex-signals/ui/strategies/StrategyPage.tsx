import { Button, Select, Skeleton, Stack, Table, Text } from "@mantine/core";
import {
  ApiError,
  Confirm,
  call,
  ErrorState,
  Notice,
  Page,
  SchemaForm,
  Section,
  Status,
  useAct,
  useMay,
  usePlace,
  useResource,
} from "@promostack/web/kit";
import { useState } from "react";
import type { Strategy } from "../../api.ts";
import { type Difference, differences } from "./differences.ts";
import { ReadmeSection } from "./ReadmeSection.tsx";
import { ReleaseReportSection } from "./ReleaseReportSection.tsx";
import { TryOutPanel } from "./TryOutPanel.tsx";
import { words as W } from "./texts.ts";

type Values = Record<string, unknown>;

interface Stored {
  settings: Values;
  etag: string;
}

const SETTINGS = "/api/plugins/forex-signals/settings";

/** One strategy: what it is, its parameters with an immediate try-out, its releases. */
export function StrategyPage({ releases }: { releases: readonly Strategy[] }) {
  const stored = useResource<Stored>(SETTINGS, {}, { topics: [] });
  if (stored.error !== null && stored.data === undefined)
    return <ErrorState whole error={stored.error} retry={() => void stored.refetch()} />;
  if (stored.data === undefined) return <Skeleton h={520} maw={1160} mx="auto" />;
  const newest = releases.find((each) => each.newest) ?? releases[releases.length - 1];
  return newest && <Detail releases={releases} newest={newest} stored={stored.data} />;
}

interface DetailProps {
  releases: readonly Strategy[];
  /** What followers get. */
  newest: Strategy;
  stored: Stored;
}

function Detail({ releases, newest, stored }: DetailProps) {
  const { settings, etag } = stored;
  const { tenant } = usePlace();
  const mayChange = useMay("admin");
  const inUse = releases.some(({ id }) => id === settings.strategy);
  const until = inUse ? String(settings.strategyVersion ?? "") : "";
  const [version, setVersion] = useState(until);
  const shown = releases.find((each) => each.version === version) ?? newest;
  const [typed, setTyped] = useState<{ value: Values; sound: boolean }>();
  const [base, setBase] = useState<Values>();
  const store = useAct<{ value: Values; over: string | undefined }>({
    act: async ({ value, over }) => {
      const after = await call<Stored>(SETTINGS, {
        method: "PUT",
        body: {
          settings: {
            ...settings,
            strategy: shown.id,
            strategyVersion: version,
            parameters: ownOf(differences(shown, value), value),
          },
        },
        headers: { "if-match": over ?? etag },
      });
      // The form holds the parameters, not all that the plugin's settings are.
      return { etag: after.etag };
    },
    done: W.saved,
    changes: ["/api/plugins", "/api/p/forex-signals"],
    tell: false,
    onDone: () => setBase(undefined),
  });
  const own = inUse && typeof settings.parameters === "object" ? { ...settings.parameters } : {};
  const saved: Values = { ...shown.defaults, ...own };
  const value = typed?.value ?? base ?? saved;
  const sound = typed?.sound !== false;
  const changed = differences(shown, value);
  const isUntil = inUse && version === until;
  const mayUse = mayChange && !isUntil && shown.status !== "withdrawn";
  const toDefaults = () => {
    setBase({ ...shown.defaults });
    setTyped(undefined);
  };
  return (
    <Confirm
      title={W.useTitle(shown.title)}
      text={W.useText}
      label={W.use}
      fields={
        store.error === null ? null : (
          <Notice tone="bad" title={store.error.message}>
            {hintOf(store.error)}
          </Notice>
        )
      }
      color="gold"
      act={() => store.mutateAsync({ value, over: etag })}
    >
      {(confirm) => (
        <Page
          title={shown.title}
          intro={shown.summary}
          mark={inUse ? <Status tone="good">{W.inUse}</Status> : null}
          back={{ to: "/forex-strategies", label: W.back }}
          actions={
            mayUse ? (
              <Button onClick={confirm} disabled={!sound}>
                {W.use}
              </Button>
            ) : null
          }
        >
          {shown.status === "active" ? null : (
            <Notice tone="warn" title={W.states[shown.status]}>
              {shown.statusReason ?? ""}
            </Notice>
          )}
          <Section title={W.parameters} intro={mayChange ? W.parametersIntro : W.onlyAdmins}>
            <Stack>
              <Select
                label={W.versionLabel}
                description={W.versionMeaning}
                maw={420}
                allowDeselect={false}
                value={version}
                error={refusedVersion(store.error)}
                onChange={(next) => {
                  setVersion(next ?? "");
                  store.reset();
                }}
                data={[
                  { value: "", label: W.follow(newest.version) },
                  ...releases
                    .filter((each) => each.status !== "withdrawn" || each.version === until)
                    .map((each) => ({
                      value: each.version,
                      label: each.status === "withdrawn" ? W.withdrawn(each.version) : W.stay(each.version),
                    })),
                ]}
              />
              {Object.keys(shown.defaults).length === 0 ? (
                <Text c="dimmed">{W.noParameters}</Text>
              ) : (
                <SchemaForm
                  key={`${shown.version} ${base === undefined}`}
                  schema={shown.parametersSchema}
                  value={base ?? saved}
                  version={etag}
                  draft={`${tenant?.id}.strategy.${shown.id}.${base === undefined ? "" : "own"}`}
                  label={isUntil ? W.save : W.use}
                  eager={base !== undefined && isUntil}
                  disabled={!mayChange}
                  allowed={() => {
                    if (mayUse) confirm();
                    return isUntil;
                  }}
                  aside={
                    changed.length > 0 && mayChange ? (
                      <Button variant="subtle" color="gray" onClick={toDefaults}>
                        {W.defaults}
                      </Button>
                    ) : null
                  }
                  onTyped={(next, isSound) => setTyped({ value: next, sound: isSound })}
                  save={(next, over) => store.mutateAsync({ value: next, over })}
                />
              )}
              <Differences found={changed} />
            </Stack>
          </Section>
          <TryOutPanel
            wish={{ strategy: shown.id, version, parameters: ownOf(changed, value) }}
            sound={sound}
          />
          <ReadmeSection strategy={shown.id} version={shown.version} />
          <ReleaseReportSection strategy={shown.id} version={shown.version} symbol={symbolOf(settings)} />
          <Section title={W.guardrails}>
            <Guardrails own={shown.guardrails} />
          </Section>
        </Page>
      )}
    </Confirm>
  );
}

function hintOf(error: Error): string {
  return (error instanceof ApiError && error.hint) || "";
}

/** What the server has against the version that was chosen: it may have been withdrawn since the list was read. */
function refusedVersion(error: Error | null): string | undefined {
  return error instanceof ApiError ? error.fields.strategyVersion : undefined;
}

/** The first symbol of the tenant's: what its report is asked for. */
function symbolOf({ symbols }: Values): string {
  return Array.isArray(symbols) ? String(symbols[0]) : "XAU/USD";
}

function ownOf(changed: readonly Difference[], value: Values): Values {
  return Object.fromEntries(changed.map(({ name }) => [name, value[name]]));
}

function Differences({ found }: { found: readonly Difference[] }) {
  if (found.length === 0) return <Text c="dimmed">{W.differsNot}</Text>;
  return (
    <div>
      <Text fw={550}>{W.differs}</Text>
      {found.map(({ name, title, value: now, usual }) => (
        <Text key={name}>{W.differ(title, now, usual)}</Text>
      ))}
    </div>
  );
}

function Guardrails({ own }: { own: Strategy["guardrails"] }) {
  const named = new Map<string, string>(Object.entries(W.guardrailNames));
  const entries = Object.entries(own);
  if (entries.length === 0) return <Text c="dimmed">{W.guardrailsNone}</Text>;
  return (
    <Table maw={420}>
      <Table.Tbody>
        {entries.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th fw={400}>{named.get(name) ?? name}</Table.Th>
            <Table.Td ta="end" className="figure">
              {value}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

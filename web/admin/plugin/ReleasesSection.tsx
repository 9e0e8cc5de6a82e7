import { Button, Group, Stack, Text } from "@mantine/core";
import type { AdminPlugin } from "../../api/admin.ts";
import type { PlacedRelease } from "../../api/installs.ts";
import { call } from "../../kit/api/client.ts";
import { useAct, useRows } from "../../kit/api/resource.ts";
import { Section } from "../../kit/page/Page.tsx";
import { LinkButton, PageLink } from "../../kit/page/PageLink.tsx";
import { Confirm } from "../../kit/show/Confirm.tsx";
import { ErrorState, Notice, Status, type Tone } from "../../kit/show/states.tsx";
import { Ago, Time } from "../../kit/show/times.tsx";
import classes from "../Admin.module.css";
import { OfferButton } from "./OfferButton.tsx";
import { releaseWords as W } from "./texts.ts";

const TONES: Record<PlacedRelease["place"], Tone> = {
  active: "good",
  candidate: "info",
  previous: "quiet",
  stored: "quiet",
};

/** Which releases there are, which of them serve whom, and what may be done with each. */
export function ReleasesSection({ plugin }: { plugin: AdminPlugin }) {
  const { id, pending, draining, kind } = plugin;
  const path = `/api/admin/plugins/${id}/releases`;
  const { rows, error, retry } = useRows<PlacedRelease>(path, {}, { every: 5_000 });
  if (kind === "strategy") return null;
  return (
    <Section
      title={W.title}
      intro={W.intro}
      actions={
        <LinkButton to="/installs" variant="default">
          {W.upgrade}
        </LinkButton>
      }
    >
      {error !== null && rows.length === 0 ? <ErrorState error={error} retry={retry} /> : null}
      <Stack gap="sm">
        {pending === undefined ? null : (
          <Notice tone={pending.error === undefined ? "info" : "bad"} title={W.pendingTitle(pending.version)}>
            {pending.error === undefined ? W.pendingText : `${pending.error.message} ${W.pendingText}`}
          </Notice>
        )}
        {draining > 0 ? <Text c="dimmed">{W.draining(draining)}</Text> : null}
        {rows.map((release) => (
          <Release key={`${release.version} ${release.place}`} plugin={plugin} release={release} />
        ))}
      </Stack>
    </Section>
  );
}

function Release({ plugin, release }: { plugin: AdminPlugin; release: PlacedRelease }) {
  const { version, source, place, since, until, goneBackAt, failure } = release;
  const candidate = place === "candidate" ? plugin.candidate : undefined;
  return (
    <Group justify="space-between" gap="sm" align="flex-start" className={classes.release}>
      <Stack gap={2}>
        <Group gap="xs">
          <Text fw={620} component="h3">
            <code>{version}</code>
          </Text>
          {goneBackAt === undefined ? (
            <Status tone={TONES[place]}>{W.places[place]}</Status>
          ) : (
            <Status tone="warn">{W.goneBack}</Status>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {W.from[source]}
          {since === undefined ? null : (
            <>
              , {W.since} <Ago value={since} clock="machine" />
            </>
          )}
          {goneBackAt === undefined ? null : (
            <>
              , {W.goneBackAt} <Ago value={goneBackAt} clock="machine" />
            </>
          )}
          {until === undefined ? null : (
            <>
              , {W.until} <Time value={until} />
            </>
          )}
        </Text>
        {source === "archive" ? <SignedBy signer={release.signer} /> : null}
        {candidate === undefined ? null : (
          <Text size="sm">
            {W.serves(candidate.percent, candidate.tenants.length)}.{" "}
            <span className="muted">{W.calls(candidate.usage.calls, candidate.usage.errors)}</span>
          </Text>
        )}
        {failure === undefined ? null : (
          <Text size="sm" className="bad">
            {W.failedAt} <Ago value={failure.at} clock="machine" />: {failure.reason}
          </Text>
        )}
      </Stack>
      <Acts plugin={plugin} release={release} />
    </Group>
  );
}

function SignedBy({ signer }: Pick<PlacedRelease, "signer">) {
  if (signer === undefined) {
    return (
      <Text size="sm" c="dimmed">
        {W.unsigned}
      </Text>
    );
  }
  const { name, fingerprint, state } = signer;
  return (
    <Text size="sm" c="dimmed" className={classes.fingerprint}>
      {W.signedBy} <PageLink to="/publishers">{name}</PageLink> ({W.signers[state]}){" "}
      <code>{fingerprint}</code>
    </Text>
  );
}

type Verb = "rollback" | "promote" | "withdraw";

function Acts({ plugin, release: { place, version } }: { plugin: AdminPlugin; release: PlacedRelease }) {
  const { id, tenants, candidate } = plugin;
  const base = `/api/admin/plugins/${id}`;
  const act = useAct<Verb>({
    act: (verb) =>
      verb === "withdraw"
        ? call(`${base}/candidate`, { method: "DELETE", query: { version } })
        : call(`${base}/${verb === "promote" ? "candidate/promote" : verb}`, {
            method: "POST",
            query: { version },
            body: {},
          }),
    done: (_plugin, verb) =>
      ({ rollback: W.rolledBack, promote: W.promoted, withdraw: W.withdrawn })[verb](version),
    changes: ["/api/admin"],
  });
  switch (place) {
    case "previous":
      return (
        <Confirm
          title={W.rollBackTitle(version)}
          text={W.rollBackText(tenants)}
          label={W.rollBack}
          color="gold"
          act={() => act.mutateAsync("rollback")}
        >
          {(open) => (
            <Button size="compact-sm" variant="default" onClick={open}>
              {W.rollBack}
            </Button>
          )}
        </Confirm>
      );
    case "candidate":
      return (
        <Group gap="xs">
          <Confirm
            title={W.promoteTitle(version)}
            text={W.promoteText(tenants)}
            label={W.promote}
            color="gold"
            act={() => act.mutateAsync("promote")}
          >
            {(open) => (
              <Button size="compact-sm" onClick={open}>
                {W.promote}
              </Button>
            )}
          </Confirm>
          <OfferButton
            plugin={id}
            version={version}
            percent={candidate?.percent ?? 0}
            tenants={candidate?.tenants ?? []}
            label={W.change}
          />
          <Confirm
            title={W.withdrawTitle(version)}
            text={W.withdrawText}
            label={W.withdraw}
            act={() => act.mutateAsync("withdraw")}
          >
            {(open) => (
              <Button size="compact-sm" variant="default" onClick={open}>
                {W.withdraw}
              </Button>
            )}
          </Confirm>
        </Group>
      );
    case "stored":
      return <OfferButton plugin={id} version={version} percent={10} tenants={[]} label={W.offer} />;
    default:
      return null;
  }
}

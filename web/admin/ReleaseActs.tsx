import { Button, Group, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { AdminRelease, AdminStrategy } from "../api/strategies.ts";
import { call } from "../kit/api/client.ts";
import { useAct } from "../kit/api/resource.ts";
import { Confirm } from "../kit/show/Confirm.tsx";
import { strategyWords as W } from "./strategyTexts.ts";

type Verb = "approve" | "refuse" | "deprecate" | "withdraw" | "restore" | "lift";
const DONE: Record<Verb, (name: string) => string> = {
  approve: W.approved,
  refuse: W.refused,
  deprecate: W.deprecated,
  withdraw: W.withdrawn,
  restore: W.restored,
  lift: W.lifted,
};

/** What may be done with a release as it stands, each saying before what will happen and to how many. */
export function ReleaseActs({ strategy, release }: { strategy: AdminStrategy; release: AdminRelease }) {
  const { id, title, releases } = strategy;
  const { version, state, quarantine, publisher } = release;
  const name = `${title} ${version}`;
  const act = useAct<{ verb: Verb; body: object }, AdminStrategy>({
    act: ({ verb, body }) =>
      call<AdminStrategy>(`/api/admin/strategies/${id}/releases/${encodeURIComponent(version)}/${verb}`, {
        method: "POST",
        body,
      }),
    done: (_strategy, { verb }) => DONE[verb](name),
    changes: ["/api/admin"],
  });
  const run = (verb: Verb) => (body: object) => act.mutateAsync({ verb, body });
  const others = releases.filter((each) => each !== release);
  const fallback = (
    others.find((each) => each.state === "active") ?? others.find((each) => each.state === "deprecated")
  )?.version;
  const live = state === "active" || state === "deprecated";
  return (
    <Group gap="xs">
      {quarantine === undefined && release.restingParameters === 0 ? null : (
        <Button
          size="compact-sm"
          variant="default"
          loading={act.isPending}
          onClick={() => act.mutate({ verb: "lift", body: {} })}
        >
          {W.lift}
        </Button>
      )}
      {state === "pending" ? (
        <>
          <Confirm
            title={W.approveTitle(name)}
            text={W.approveText(publisher.name)}
            label={W.approve}
            color="gold"
            act={() => run("approve")({})}
          >
            {(open) => (
              <Button size="compact-sm" onClick={open}>
                {W.approve}
              </Button>
            )}
          </Confirm>
          <WithReason title={W.refuseTitle(name)} text={W.refuseText} label={W.refuse} act={run("refuse")} />
        </>
      ) : null}
      {state === "active" ? (
        <WithReason
          title={W.deprecateTitle(name)}
          text={W.deprecateText(release.tenants)}
          label={W.deprecate}
          act={run("deprecate")}
          replaceable
        />
      ) : null}
      {live ? (
        <WithReason
          title={W.withdrawTitle(name)}
          text={W.withdrawText(release, fallback)}
          label={W.withdraw}
          act={run("withdraw")}
        />
      ) : null}
      {state === "deprecated" || state === "withdrawn" ? (
        <Confirm
          title={W.restoreTitle(name)}
          text={W.restoreText}
          label={W.restore}
          color="gold"
          act={() => run("restore")({})}
        >
          {(open) => (
            <Button size="compact-sm" variant="default" onClick={open}>
              {W.restore}
            </Button>
          )}
        </Confirm>
      ) : null}
    </Group>
  );
}

function WithReason(props: {
  title: string;
  text: ReactNode;
  label: string;
  replaceable?: boolean;
  act(body: object): Promise<unknown>;
}) {
  const [reason, setReason] = useState("");
  const [replacement, setReplacement] = useState("");
  const body = {
    reason: reason.trim(),
    ...(replacement.trim() === "" ? {} : { replacement: replacement.trim() }),
  };
  return (
    <Confirm
      title={props.title}
      text={props.text}
      label={props.label}
      act={() => props.act(body)}
      fields={
        <>
          <Textarea
            label={W.reason}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            required
            minLength={3}
            autosize
            minRows={2}
            maxLength={500}
            data-autofocus
          />
          {props.replaceable ? (
            <TextInput
              label={W.replacement}
              value={replacement}
              onChange={(event) => setReplacement(event.currentTarget.value)}
            />
          ) : null}
        </>
      }
    >
      {(open) => (
        <Button size="compact-sm" variant="default" onClick={open}>
          {props.label}
        </Button>
      )}
    </Confirm>
  );
}

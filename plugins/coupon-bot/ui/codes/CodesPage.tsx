import { Button, Group, Skeleton, Text } from "@mantine/core";
import {
  call,
  Empty,
  ErrorState,
  Notice,
  Page,
  Section,
  useAct,
  useMay,
  useResource,
} from "@promostack/web/kit";
import { IconTicket } from "@tabler/icons-react";
import { useState } from "react";
import type { ValidatorRow, Validators } from "../../codes/api.ts";
import { AddMenu } from "./AddMenu.tsx";
import classes from "./Codes.module.css";
import { VALIDATORS } from "./paths.ts";
import { TrialPanel } from "./TrialPanel.tsx";
import { words as W } from "./texts.ts";
import { useNewValidator } from "./useNewValidator.ts";
import { ValidatorList } from "./ValidatorList.tsx";

/** What decides about codes, in order, and a code to try on it. */
export function CodesPage() {
  const { data, error, refetch } = useResource<Validators>(VALIDATORS, {}, { every: 20_000 });
  const [deleted, setDeleted] = useState<ValidatorRow>();
  const undo = useAct<string>({
    act: (id) => call(`${VALIDATORS}/${id}/undelete`, { method: "POST" }),
    changes: [VALIDATORS],
    onDone: () => setDeleted(undefined),
  });
  const items = data?.items ?? [];
  const open = !items.some(({ active }) => active);
  return (
    <Page title={W.title} intro={W.intro} wide actions={<AddMenu offers={data?.offers ?? []} />}>
      {deleted === undefined ? null : (
        <Notice
          tone="info"
          title={W.removed(deleted.title)}
          action={
            <Button
              size="xs"
              variant="default"
              loading={undo.isPending}
              onClick={() => undo.mutate(deleted.id)}
            >
              {W.undo}
            </Button>
          }
        />
      )}
      {error !== null && data === undefined ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton h={260} />
      ) : (
        <div className={classes.columns}>
          <div className={classes.part}>
            {items.length === 0 ? (
              <Section>
                <Nobody />
              </Section>
            ) : (
              <>
                {open ? (
                  <Notice tone="warn" title={W.nobody}>
                    {W.nobodyText}
                  </Notice>
                ) : null}
                <Section title={W.order} intro={items.length > 1 ? W.orderText : W.orderOne}>
                  <ValidatorList items={items} onDeleted={setDeleted} />
                </Section>
              </>
            )}
          </div>
          <aside className={classes.aside}>
            <TrialPanel open={open} />
          </aside>
        </div>
      )}
    </Page>
  );
}

function Nobody() {
  const admin = useMay("admin");
  const create = useNewValidator();
  return (
    <Empty
      icon={<IconTicket size={32} stroke={1.5} />}
      title={W.emptyTitle}
      action={
        useMay("member") ? (
          <Group justify="center" gap="xs">
            <Button loading={create.isPending} onClick={() => create.mutate({ kind: "list" })}>
              {W.makeList}
            </Button>
            {admin ? (
              <Button
                variant="default"
                disabled={create.isPending}
                onClick={() => create.mutate({ kind: "endpoint" })}
              >
                {W.askServer}
              </Button>
            ) : null}
          </Group>
        ) : undefined
      }
    >
      <Text component="span">{W.emptyText}</Text>
    </Empty>
  );
}

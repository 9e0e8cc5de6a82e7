import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue, useSessionStorage } from "@mantine/hooks";
import type { AudienceCount } from "@promostack/plugin-journeys/api.ts";
import {
  Confirm,
  call,
  lengthText,
  Page,
  Section,
  SendTime,
  TestSend,
  useAct,
  useGo,
  usePlace,
} from "@promostack/web/kit";
import { IconSend } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { NewBroadcast, PictureMessage } from "../../broadcasts/api.ts";
import { audienceOf, type ChosenAudience } from "../../broadcasts/audience.ts";
import type { TrialResult } from "../../codes/api.ts";
import { codeFrom } from "../../codes/code.ts";
import { BROADCAST_TESTS, BROADCASTS, CODE_TRIALS, JOURNEYS } from "../base.ts";
import { AudienceFields } from "./AudienceFields.tsx";
import classes from "./Broadcasts.module.css";
import { type Draft, hasAudience, hasMessage, NEW_DRAFT } from "./draft.ts";
import { LookPanel } from "./LookPanel.tsx";
import { MessageFields } from "./MessageFields.tsx";
import { PictureFields } from "./PictureFields.tsx";
import { words as W } from "./texts.ts";

/** A picture with a code, words, whom, when. What is chosen stays through a reload of the page. */
export function NewBroadcastPage() {
  const go = useGo();
  const { tenant } = usePlace();
  const [draft, setDraft, forget] = useSessionStorage<Draft>({
    key: `coupon-broadcast ${tenant?.id}`,
    defaultValue: NEW_DRAFT,
  });
  // The same through every attempt to send this one: it goes out once.
  const [key] = useState(() => crypto.randomUUID());
  const put = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const change = useCallback(
    (part: Partial<PictureMessage>) =>
      setDraft((before) => ({ ...before, message: { ...before.message, ...part } })),
    [setDraft],
  );
  const { message, audience, when, anyway } = draft;
  const name = draft.name.trim() || W.usualName(codeFrom(message.code));
  const check = useCodeCheck(message.code);
  const count = useCount(audience);
  const send = useAct({
    act: () => {
      const body: NewBroadcast = { ...draft, name, key };
      return call(BROADCASTS, { method: "POST", body });
    },
    done: when.kind === "now" ? W.started : W.scheduled,
    changes: [BROADCASTS],
    onDone: () => {
      forget();
      go("/coupon-broadcasts");
    },
  });
  const now = when.kind === "now";
  const people = count.data?.count ?? 0;
  const ready =
    hasMessage(message) &&
    hasAudience(audience) &&
    count.data !== undefined &&
    (!now || people > 0) &&
    check.data !== undefined &&
    (check.data.answer.state !== "invalid" || anyway);
  return (
    <Page
      title={W.create}
      back={{ to: "/coupon-broadcasts", label: W.back }}
      wide
      actions={
        <Confirm
          title={now ? W.sendTitle(name) : W.scheduleTitle(name)}
          text={now ? W.sendText(people, lengthText(count.data?.seconds ?? 0)) : W.scheduleText(people)}
          label={now ? W.send : W.schedule}
          color=""
          act={() => send.mutateAsync()}
        >
          {(open) => (
            <Button leftSection={<IconSend size={16} aria-hidden />} disabled={!ready} onClick={open}>
              {now ? W.send : W.schedule}
            </Button>
          )}
        </Confirm>
      }
    >
      <div className={classes.columns}>
        <div className={classes.part}>
          <Section title={W.picture}>
            <PictureFields
              message={message}
              change={change}
              check={check}
              anyway={anyway}
              changeAnyway={(next) => put({ anyway: next })}
            />
          </Section>
          <Section title={W.message}>
            <MessageFields message={message} change={change} />
          </Section>
          <Section>
            <AudienceFields value={audience} change={(next) => put({ audience: next })} count={count} />
          </Section>
          <SendTime value={when} change={(next) => put({ when: next })} />
          <Section>
            <TextInput
              label={W.name}
              description={W.nameHelp}
              placeholder={name}
              value={draft.name}
              maxLength={120}
              onChange={(event) => put({ name: event.currentTarget.value })}
            />
          </Section>
        </div>
        <aside className={classes.aside}>
          <LookPanel message={message} />
          <TestSend
            people={`${JOURNEYS}/people`}
            ready={hasMessage(message)}
            send={(person) => call(BROADCAST_TESTS, { method: "POST", body: { message, person } })}
          />
        </aside>
      </div>
    </Page>
  );
}

/** What would happen with the code now; nothing of it counts. */
function useCodeCheck(code: string) {
  const [settled] = useDebouncedValue(code.trim(), 600);
  return useQuery({
    queryKey: [CODE_TRIALS, settled],
    queryFn: ({ signal }) =>
      call<TrialResult>(CODE_TRIALS, { method: "POST", body: { code: settled }, signal }),
    enabled: settled !== "",
  });
}

/** How many people it is for now. */
function useCount(audience: ChosenAudience) {
  const [settled] = useDebouncedValue(audience, 250);
  const path = `${JOURNEYS}/broadcast-audiences`;
  return useQuery({
    queryKey: [path, settled],
    queryFn: ({ signal }) =>
      call<AudienceCount>(path, { method: "POST", body: { audience: audienceOf(settled) }, signal }),
    enabled: hasAudience(settled),
    placeholderData: keepPreviousData,
    meta: { topics: ["people"] },
  });
}

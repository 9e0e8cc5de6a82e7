import { Autocomplete, Button, Menu, Stack, Text, TextInput } from "@mantine/core";
import { notify } from "@promostack/web/kit";
import { IconCopy, IconPlus } from "@tabler/icons-react";
import type { Trigger, TriggerKind } from "../../../graph/trigger.ts";
import { useEditor } from "../editor.ts";
import { newIds } from "../model/ids.ts";
import { words as E } from "../texts.ts";
import { EventSelect } from "./EventSelect.tsx";
import classes from "./Forms.module.css";
import { PartRow } from "./PartRow.tsx";
import { MatchField, WordsField } from "./ReplyForm.tsx";
import { ChannelSelect } from "./RulesField.tsx";
import { words as W } from "./texts.ts";

const MOST_TRIGGERS = 20;
const KINDS = [
  "deep_link",
  "keyword",
  "command",
  "any_message",
  "join_request",
  "channel_join",
  "tag_added",
  "broadcast_button",
  "api",
] as const satisfies readonly TriggerKind[];

/** What lets people into the journey. */
export function TriggersForm() {
  const { journey, change, readOnly, surroundings } = useEditor();
  const { triggers } = journey;
  const put = (next: Trigger[], about?: string) => change((before) => ({ ...before, triggers: next }), about);
  return (
    <fieldset className={classes.group}>
      <legend>{W.triggers}</legend>
      {triggers.map((trigger, index) => (
        <PartRow key={trigger.id} list={triggers} index={index} change={put}>
          <Text fw={550} size="sm">
            {E.triggers[trigger.kind]}
          </Text>
          <TriggerFields
            trigger={trigger}
            change={(next) =>
              put(
                triggers.map((each) => (each.id === next.id ? next : each)),
                `trigger:${next.id}`,
              )
            }
          />
          <TriggerProblems trigger={trigger.id} />
        </PartRow>
      ))}
      {readOnly || triggers.length >= MOST_TRIGGERS ? null : (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" size="xs" leftSection={<IconPlus size={14} aria-hidden />}>
              {W.addTrigger}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {surroundings.events.map(({ plugin, name, title }) => (
              <Menu.Item
                key={`${plugin}/${name}`}
                onClick={() =>
                  put([...triggers, { id: newIds(journey)(), kind: "event", plugin, event: name }])
                }
              >
                {title}
              </Menu.Item>
            ))}
            {KINDS.map((kind) => (
              <Menu.Item key={kind} onClick={() => put([...triggers, newTrigger(kind, newIds(journey)())])}>
                {E.triggers[kind]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </fieldset>
  );
}

function TriggerFields({ trigger, change }: { trigger: Trigger; change(trigger: Trigger): void }) {
  const { surroundings, readOnly } = useEditor();
  switch (trigger.kind) {
    case "deep_link":
      return (
        <Stack gap={6}>
          <TextInput
            aria-label={W.code}
            placeholder={W.code}
            className="code"
            maxLength={64}
            value={trigger.code}
            readOnly={readOnly}
            onChange={(event) =>
              change({ ...trigger, code: event.currentTarget.value.replace(/[^A-Za-z0-9_-]/g, "-") })
            }
          />
          <DeepLink code={trigger.code} />
        </Stack>
      );
    case "keyword":
      return (
        <>
          <WordsField value={trigger.words} change={(words) => change({ ...trigger, words })} />
          <MatchField value={trigger.match} change={(match) => change({ ...trigger, match })} />
        </>
      );
    case "command":
      return (
        <TextInput
          aria-label={W.command}
          placeholder={W.command}
          maxLength={32}
          leftSection="/"
          value={trigger.command}
          readOnly={readOnly}
          onChange={(event) =>
            change({
              ...trigger,
              command: event.currentTarget.value.toLowerCase().replace(/[^a-z0-9_]/g, ""),
            })
          }
        />
      );
    case "join_request":
    case "channel_join":
      return (
        <>
          <ChannelSelect
            value={trigger.chat}
            change={(chat) => change({ ...trigger, chat })}
            any={W.anyChannel}
          />
          {trigger.kind === "join_request" ? <Hint>{W.joinHint}</Hint> : null}
        </>
      );
    case "tag_added":
      return (
        <Autocomplete
          aria-label={W.tag}
          placeholder={W.tag}
          maxLength={40}
          value={trigger.tag}
          readOnly={readOnly}
          onChange={(tag) => change({ ...trigger, tag: tag.trimStart() })}
          data={surroundings.tags}
        />
      );
    case "event":
      return (
        <EventSelect value={trigger} change={({ plugin, event }) => change({ ...trigger, plugin, event })} />
      );
    case "any_message":
      return <Hint>{W.anyHint}</Hint>;
    case "api":
      return <Hint>{W.apiHint}</Hint>;
    case "broadcast_button":
      return <Hint>{W.broadcastHint}</Hint>;
  }
}

function Hint({ children }: { children: string }) {
  return (
    <Text size="xs" c="dimmed">
      {children}
    </Text>
  );
}

/** The whole link, as it is sent to people. */
function DeepLink({ code }: { code: string }) {
  const { surroundings } = useEditor();
  if (surroundings.bot === null) return <Hint>{W.noBot}</Hint>;
  const link = `https://t.me/${surroundings.bot}?start=${code}`;
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    await notify({ tone: "good", message: W.linkCopied });
  };
  return (
    <>
      <Text size="xs" className="code" style={{ overflowWrap: "anywhere" }}>
        {link}
      </Text>
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<IconCopy size={13} aria-hidden />}
        disabled={code === ""}
        onClick={() => void copy()}
        style={{ alignSelf: "flex-start" }}
      >
        {W.copyLink}
      </Button>
    </>
  );
}

function TriggerProblems({ trigger }: { trigger: string }) {
  const { problems } = useEditor();
  const own = problems?.filter((problem) => problem.trigger === trigger) ?? [];
  return own.map(({ message, fix, severity }) => (
    <Text key={message} size="xs" c={severity === "error" ? "var(--ink-sell)" : "var(--ink-warn)"}>
      {message} {fix}
    </Text>
  ));
}

function newTrigger(kind: (typeof KINDS)[number], id: string): Trigger {
  switch (kind) {
    case "deep_link":
      return { id, kind, code: id };
    case "keyword":
      return { id, kind, words: [], match: "word" };
    case "command":
      return { id, kind, command: "" };
    case "join_request":
    case "channel_join":
      return { id, kind, chat: "" };
    case "tag_added":
      return { id, kind, tag: "" };
    default:
      return { id, kind };
  }
}

import {
  ActionIcon,
  Button,
  Group,
  PasswordInput,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { notify, Section } from "@promostack/web/kit";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { EndpointPlan } from "../../codes/plans.ts";
import classes from "./Codes.module.css";
import type { EndpointDraft } from "./EndpointPanel.tsx";
import { PRESETS, type Preset } from "./newPlans.ts";
import { words as W } from "./texts.ts";

const E = W.endpoint;
const PRESET_NAMES: readonly Preset[] = ["field", "status", "reason"];

interface EndpointFieldsProps {
  draft: EndpointDraft;
  change(patch: Partial<EndpointDraft>): void;
  secretKept: boolean;
  readOnly: boolean;
}

/** What is sent to the server. */
export function EndpointFields({ draft, change, secretKept, readOnly }: EndpointFieldsProps) {
  const { plan, secret } = draft;
  const put = (patch: Partial<EndpointPlan>) => change({ plan: { ...plan, ...patch } });
  return (
    <>
      {readOnly ? null : <Presets choose={(preset) => put({ meanings: PRESETS[preset] })} />}
      <Section title={E.request}>
        <Stack gap="sm">
          <TextInput
            label={E.address}
            description={E.addressHelp}
            value={plan.address}
            maxLength={2_000}
            readOnly={readOnly}
            spellCheck={false}
            classNames={{ input: "code" }}
            error={isAddress(plan.address) ? undefined : E.addressWrong}
            onChange={({ currentTarget }) => put({ address: currentTarget.value })}
          />
          <div>
            <Text size="sm" fw={500} mb={4}>
              {E.method}
            </Text>
            <SegmentedControl
              aria-label={E.method}
              data={["GET", "POST"]}
              value={plan.method}
              readOnly={readOnly}
              onChange={(method) => put({ method: method === "POST" ? "POST" : "GET" })}
            />
          </div>
          {plan.method === "GET" ? null : (
            <>
              <Textarea
                label={E.body}
                description={E.bodyHelp}
                value={plan.body}
                autosize
                minRows={2}
                maxLength={4_000}
                readOnly={readOnly}
                spellCheck={false}
                classNames={{ input: "code" }}
                onChange={({ currentTarget }) => put({ body: currentTarget.value })}
              />
              <SegmentedControl
                aria-label={E.bodyType}
                w="max-content"
                data={[
                  { value: "json", label: E.bodyTypes.json },
                  { value: "form", label: E.bodyTypes.form },
                ]}
                value={plan.bodyType}
                readOnly={readOnly}
                onChange={(type) => put({ bodyType: type === "form" ? "form" : "json" })}
              />
            </>
          )}
          <Headers headers={plan.headers} change={(headers) => put({ headers })} readOnly={readOnly} />
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
            <TextInput
              label={E.secretHeader}
              description={E.secretHeaderHelp}
              placeholder="Authorization"
              value={plan.secretHeader}
              maxLength={60}
              readOnly={readOnly}
              spellCheck={false}
              onChange={({ currentTarget }) =>
                put({ secretHeader: currentTarget.value.replace(/[^A-Za-z0-9-]/g, "") })
              }
            />
            {plan.secretHeader === "" ? null : (
              <PasswordInput
                label={E.secret}
                description={secretKept ? E.secretKept : E.secretNew}
                placeholder={secretKept ? "••••••••" : "Bearer …"}
                value={secret}
                maxLength={2_000}
                readOnly={readOnly}
                autoComplete="off"
                onChange={({ currentTarget }) => change({ secret: currentTarget.value })}
              />
            )}
          </SimpleGrid>
        </Stack>
      </Section>
    </>
  );
}

/** Puts the lines of a common kind of server in place of those that stand there. */
function Presets({ choose }: { choose(preset: Preset): void }) {
  return (
    <Section title={E.preset}>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        {PRESET_NAMES.map((name) => (
          <button
            key={name}
            type="button"
            className={classes.preset}
            onClick={() => {
              choose(name);
              void notify({ message: E.presetApplied });
            }}
          >
            <b>{E.presets[name].title}</b>
            <span>{E.presets[name].text}</span>
          </button>
        ))}
      </SimpleGrid>
    </Section>
  );
}

function Headers({
  headers,
  change,
  readOnly,
}: {
  headers: EndpointPlan["headers"];
  change(headers: EndpointPlan["headers"]): void;
  readOnly: boolean;
}) {
  const put = (index: number, patch: Partial<EndpointPlan["headers"][number]>) =>
    change(headers.map((each, at) => (at === index ? { ...each, ...patch } : each)));
  return (
    <Stack gap={6} role="group" aria-label={E.headers}>
      <Text size="sm" fw={500}>
        {E.headers}
      </Text>
      {headers.map(({ name, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two headers may have one name while it is typed.
        <Group key={index} gap="xs" wrap="nowrap">
          <TextInput
            aria-label={E.header}
            placeholder="X-Shop"
            value={name}
            maxLength={60}
            readOnly={readOnly}
            flex={1}
            onChange={({ currentTarget }) =>
              put(index, { name: currentTarget.value.replace(/[^A-Za-z0-9-]/g, "") })
            }
          />
          <TextInput
            aria-label={E.value}
            value={value}
            maxLength={500}
            readOnly={readOnly}
            flex={2}
            onChange={({ currentTarget }) => put(index, { value: currentTarget.value })}
          />
          {readOnly ? null : (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={E.removeHeader(name || String(index + 1))}
              onClick={() => change(headers.filter((_, at) => at !== index))}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      ))}
      {readOnly || headers.length >= 20 ? null : (
        <Group>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => change([...headers, { name: "", value: "" }])}
          >
            {E.addHeader}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** As the server will take it. */
export function isAddress(address: string): boolean {
  const [, host = "{"] = /^https?:\/\/([^/?#\s]+)\S*$/.exec(address.trim()) ?? [];
  return URL.canParse(address.trim()) && !host.includes("{") && !host.includes("@");
}

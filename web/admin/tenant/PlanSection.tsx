import { Skeleton, Text } from "@mantine/core";
import { useMemo } from "react";
import type { AdminTenantDetail, TenantPlan } from "../../api/admin.ts";
import { ask } from "../../kit/api/client.ts";
import { useAct, useVersioned } from "../../kit/api/resource.ts";
import { SchemaForm } from "../../kit/form/LazySchemaForm.tsx";
import { Section } from "../../kit/page/Page.tsx";
import { ErrorState } from "../../kit/show/states.tsx";
import classes from "../Admin.module.css";
import { tenantWords as W } from "./texts.ts";

/** What the tenant's plan is called and includes. */
export function PlanSection({ tenant: { id, entitlements } }: { tenant: AdminTenantDetail }) {
  const path = `/api/admin/tenants/${id}/plan`;
  const plan = useVersioned<TenantPlan>(path);
  const schema = useMemo(() => schemaOf(entitlements), [entitlements]);
  // A choice of nothing is no choice.
  const shown = ({ plan, entitlements: included }: TenantPlan) =>
    entitlements.length === 0 ? { plan } : { plan, entitlements: included };
  const save = useAct({
    act: async ({ value, version }: { value: Record<string, unknown>; version: string | undefined }) => {
      const { body, etag } = await ask<TenantPlan>(path, {
        method: "PUT",
        body: { entitlements: [], ...value },
        headers: { "if-match": version ?? "*" },
      });
      return { settings: shown(body), etag };
    },
    changes: ["/api/admin/tenants"],
    tell: false,
  });
  return (
    <Section title={W.plan} intro={W.planIntro}>
      {plan.error !== null ? (
        <ErrorState error={plan.error} retry={() => void plan.refetch()} />
      ) : plan.data === undefined ? (
        <Skeleton h={140} />
      ) : (
        <SchemaForm
          schema={schema}
          value={shown(plan.data.body)}
          version={plan.data.etag}
          draft={`${id}.plan`}
          save={(value, version) => save.mutateAsync({ value, version })}
        />
      )}
      {entitlements.length === 0 ? (
        <Text size="sm" c="dimmed" mt="sm">
          {W.noEntitlements}
        </Text>
      ) : (
        <ul className={classes.list}>
          {entitlements.map(({ name, plugins }) => (
            <li key={name}>
              <code>{name}</code>{" "}
              <Text component="span" size="sm" c="dimmed">
                {plugins.length === 0 ? W.asksNobody : W.asks(plugins.join(", "))}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function schemaOf(entitlements: AdminTenantDetail["entitlements"]): Record<string, unknown> {
  const included = {
    type: "array",
    title: W.entitlements,
    uniqueItems: true,
    items: { type: "string", enum: entitlements.map(({ name }) => name) },
  };
  return {
    type: "object",
    required: ["plan"],
    properties: {
      plan: { type: "string", title: W.planName, minLength: 1, maxLength: 60, pattern: "\\S" },
      ...(entitlements.length === 0 ? {} : { entitlements: included }),
    },
  };
}

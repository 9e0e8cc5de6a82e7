import { type Static, Type } from "@promostack/core";
import type { InstallRow } from "./installRow.ts";

const Optional = Type.Optional;
const Time = Type.String({ format: "date-time" });

const InstallStep = Type.Object({
  name: Type.String(),
  title: Type.String(),
  state: Type.String({ description: "waiting, running, done, failed or skipped" }),
  milliseconds: Optional(Type.Integer()),
  note: Optional(Type.String()),
  warnings: Optional(
    Type.Array(Type.String(), { description: "What somebody should know though nothing failed" }),
  ),
});

const InstallConsent = Type.Object({
  asks: Type.Array(Type.String(), { description: "What the plugin may do, in plain words" }),
  adds: Type.Array(Type.String(), { description: "Of that, what the running release may not do" }),
  drops: Type.Array(Type.String(), { description: "What it may no longer do" }),
  settingsProblems: Type.Array(
    Type.Object({ tenantId: Type.String(), tenant: Type.String(), problem: Type.String() }),
  ),
  publisher: Type.Object({
    state: Type.String({ description: "approved, unknown or unsigned" }),
    name: Type.String(),
    fingerprint: Optional(
      Type.String({ description: "The consent names it where the publisher is unknown" }),
    ),
    differs: Type.Boolean({ description: "Releases before came from another key" }),
  }),
});

/** An install as the admin site and the command line follow it. */
export const Install = Type.Object({
  id: Type.String(),
  source: Type.String({ description: "upload, registry, file or bundled" }),
  name: Type.String({ description: "Of the file or package" }),
  activate: Type.Boolean({ description: "False: only made ready" }),
  plugin: Optional(Type.String()),
  version: Optional(Type.String()),
  previousVersion: Optional(Type.String()),
  state: Type.String({ description: "running, waiting, done, failed or cancelled" }),
  steps: Type.Array(InstallStep),
  consent: Optional(InstallConsent),
  failure: Optional(
    Type.Object({
      code: Type.String(),
      message: Type.String(),
      hint: Optional(Type.String()),
      file: Optional(Type.String()),
    }),
  ),
  requestedBy: Optional(Type.String()),
  createdAt: Time,
  updatedAt: Time,
});
export type Install = Static<typeof Install>;

/** A plugin that was uninstalled. */
export const UninstalledPlugin = Type.Object({
  id: Type.String(),
  title: Type.String(),
  version: Type.String(),
  source: Type.Union([Type.Literal("bundled"), Type.Literal("archive")]),
  removedAt: Time,
  tenants: Type.Integer({ description: "Had it on, and get it back with it" }),
  data: Type.Boolean({ description: "It has tables" }),
});

export function installOf(row: InstallRow): Install {
  const { id, source, name, activate, pluginId, version, previousVersion, state, steps } = row;
  const { consent, failure, requested, createdAt, updatedAt } = row;
  return {
    id,
    source,
    name,
    activate,
    ...(pluginId !== null && { plugin: pluginId }),
    ...(version !== null && { version }),
    ...(previousVersion !== null && { previousVersion }),
    state,
    steps,
    ...(consent !== null && { consent }),
    ...(failure !== null && { failure }),
    ...(requested.actor && { requestedBy: requested.actor.email }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

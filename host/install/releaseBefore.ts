import { PlatformError } from "@promostack/core";
import semver from "semver";
import { Registrations } from "../plugin/registration.ts";
import type { InstallWork } from "./work.ts";

/** Finds what of the plugin is registered and runs. */
export async function inspectRegistration(work: InstallWork): Promise<void> {
  const { parts, manifest } = work;
  const registered = await new Registrations(parts.database).list();
  work.registration = registered.find(({ pluginId }) => pluginId === manifest.id);
  const status = parts.runtime.plugins().find(({ id }) => id === manifest.id);
  work.running = work.registration && status?.manifest;
}

/** A version is one content for ever, and an upgrade goes up. Raises `release.version_taken`, `release.active`, `release.older`. */
export async function refuseOtherContent({ parts, ref, registration, row }: InstallWork): Promise<void> {
  const { pluginId: id, version } = ref;
  const [kept] = await parts.database.query<{ integrity: string; own: boolean }>(
    `select integrity, install_id = $3 as own from host.plugin_release where plugin_id = $1 and version = $2`,
    [id, version, row.id],
  );
  if (kept !== undefined && kept.integrity !== ref.integrity) {
    throw refused(
      "release.version_taken",
      `plugin.json: ${id} ${version} is known already, with other content.`,
      "A version never changes. Give it a new one in plugin.json and package.json, and pack again.",
    );
  }
  if (registration === undefined) return;
  if (registration.version === version && registration.path === ref.path) {
    throw refused(
      "release.active",
      `plugin.json: ${id} ${version} is the active release already.`,
      "Nothing is to be done.",
    );
  }
  if (semver.lt(version, registration.version) || registration.version === version) {
    throw refused(
      "release.older",
      `plugin.json: ${id} ${version} does not come after ${registration.version}, which runs.`,
      "Roll back where the release before is meant; an upgrade has a higher version.",
    );
  }
}

/** What a purge is deleting would go with it. Raises `install.purging`. */
export async function refusePurged({ parts }: Pick<InstallWork, "parts">, pluginId: string): Promise<void> {
  const rows = await parts.database.query(
    "select 1 as one from host.plugin_purge where plugin_id = $1 and state = 'deleting'",
    [pluginId],
  );
  if (rows.length === 0) return;
  throw refused(
    "install.purging",
    `${pluginId} is being deleted with all that it holds.`,
    "Install it when its purge is done, in a moment.",
  );
}

function refused(code: string, message: string, hint: string): PlatformError {
  return new PlatformError(message, { code, status: 409, hint });
}

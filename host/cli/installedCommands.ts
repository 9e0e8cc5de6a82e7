import { PlatformError, type PluginManifest } from "@promostack/core";
import type { ReleaseRef } from "../plugin/registration.ts";
import { announcedBy, type PluginCommand, pluginCommands } from "./pluginCommands.ts";
import type { Session } from "./session.ts";

/** Commands that installed releases bring, and why those could not be asked for. */
export interface InstalledCommands {
  commands: PluginCommand[];
  remark?: string;
}

interface Active extends ReleaseRef {
  manifest: PluginManifest;
  quarantine: string | null;
}

/** Those that serve, and announce commands. */
const ACTIVE = `select g.plugin_id as "pluginId", g.version, g.source, g.path, g.integrity, r.manifest,
    (select q.reason from host.plugin_quarantine q where q.plugin_id = g.plugin_id and (q.until is null or q.until > now())) as quarantine
  from host.registration g join host.plugin_release r on r.plugin_id = g.plugin_id and r.version = g.version
  where g.source = 'archive' and g.enabled and g.removed_at is null and r.manifest->'contributes' ? 'cli'
  order by g.plugin_id`;

/**
 * Commands of the releases that admins installed: the database says which they are. For a help it is asked only where it runs already;
 * a word that nobody else knows is worth a start of the embedded one. A release's folder is held against the table, as a host does
 * before it loads it, when its command is called. Where the database cannot be asked there are none, and the remark says why.
 */
export async function installedCommands(
  session: Session,
  words: readonly string[],
  wanted: "help" | "other",
): Promise<InstalledCommands> {
  const active = await activeReleases(session, wanted).catch(
    (error: unknown) =>
      `They could not be looked up: ${error instanceof Error ? error.message : String(error)}`,
  );
  if (typeof active === "string")
    return { commands: [], remark: `Installed plugins may bring more commands. ${active}` };
  const announced = active.flatMap((each) => announcedBy(each.manifest, () => checkedFolder(session, each)));
  return { commands: await pluginCommands(words, announced) };
}

/** Or why they are not known. */
async function activeReleases(session: Session, wanted: "help" | "other"): Promise<Active[] | string> {
  const { peek } = await import("../db/peek.ts");
  const found = await peek<Active>(await session.config(), session.log, ACTIVE);
  if (found === "nowhere") return [];
  if (found !== "asleep") return found.rows;
  return wanted === "help"
    ? "They are listed while the platform runs."
    : (await session.database()).query<Active>(ACTIVE);
}

async function checkedFolder(session: Session, { quarantine, manifest, ...ref }: Active): Promise<string> {
  if (quarantine !== null) throw inQuarantine(ref, quarantine);
  const [{ installedReleases }, config, database] = await Promise.all([
    import("../install/archiveReleases.ts"),
    session.config(),
    session.database(),
  ]);
  return (await installedReleases(config, database)).folder(ref);
}

function inQuarantine({ pluginId: plugin, version }: ReleaseRef, reason: string): PlatformError {
  return new PlatformError(`${plugin} ${version} is in quarantine: ${reason}`, {
    code: "plugin.quarantined",
    status: 503,
    plugin,
    hint: `Once the cause is gone: promostack plugin release ${plugin}.`,
  });
}

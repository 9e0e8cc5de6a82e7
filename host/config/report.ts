import type { Config } from "./config.ts";
import { Environment, SECRET, type VariableName } from "./environment.ts";

/** A variable as it was read. */
export interface Reading {
  name: string;
  /** What it is for. */
  purpose: string;
  /** absent: nothing is set, and nothing stands in for it. */
  source: "environment" | "default" | "absent";
  secret: boolean;
  /** What is in force; never of a secret. */
  value?: string;
}

export interface ReadingGroup {
  group: string;
  variables: Reading[];
}

/** Every variable once, by what it is about. */
export const GROUPS = {
  process: ["NODE_ENV", "PORT", "DATA_DIR", "LOG_LEVEL", "RECYCLE", "RECYCLE_AFTER", "PLAYGROUND"],
  sites: ["BASE_DOMAIN", "PUBLIC_URL"],
  signIn: [
    "ADMIN_EMAILS",
    "CLERK_ISSUERS",
    "CLERK_PUBLISHABLE_KEY",
    "CLERK_SECRET_KEY",
    "CLERK_AUTHORIZED_PARTIES",
    "CLERK_API_URL",
    "LEGACY_SESSION_KEY",
    "LEGACY_ADMIN_PASSWORD",
    "LEGACY_ADMIN_EMAIL",
  ],
  database: [
    "DATABASE_URL",
    "DATABASE_DIRECT_URL",
    "APP_DATABASE_URL",
    "SYSTEM_DATABASE_URL",
    "DATABASE_POOL",
    "JOBS_URL",
  ],
  secrets: ["SECRETS_KEY", "SECRETS_KEY_PREVIOUS"],
  files: [
    "S3_BUCKET",
    "S3_ENDPOINT",
    "S3_REGION",
    "S3_ACCESS_KEY_ID",
    "S3_SECRET_ACCESS_KEY",
    "S3_FORCE_PATH_STYLE",
  ],
  telegram: ["TELEGRAM_MODE", "TELEGRAM_API_ROOT"],
  services: [
    "TWELVEDATA_API_KEY",
    "TWELVEDATA_BASE_URL",
    "TWELVEDATA_WS_URL",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "OPENAI_MODEL",
    "PRIVATE_HOSTS",
    "PLUGIN_REGISTRY",
  ],
} as const satisfies Record<string, readonly VariableName[]>;

/** What is in force where nothing is set. */
const DEFAULTS: { [Name in VariableName]?: (config: Config) => string | number | boolean | undefined } = {
  NODE_ENV: ({ environment }) => environment,
  PORT: ({ port }) => port,
  DATA_DIR: ({ dataDir }) => dataDir,
  LOG_LEVEL: ({ logLevel }) => logLevel,
  RECYCLE: ({ recycle }) => recycle.how,
  RECYCLE_AFTER: ({ recycle }) => recycle.after,
  PLAYGROUND: ({ playground }) => playground,
  BASE_DOMAIN: ({ baseDomain }) => baseDomain,
  ADMIN_EMAILS: ({ adminEmails }) => adminEmails.join(", "),
  CLERK_ISSUERS: ({ clerk }) => clerk?.issuers.join(", "),
  DATABASE_POOL: ({ databasePool }) => databasePool,
  S3_REGION: ({ s3 }) => s3?.region,
  S3_FORCE_PATH_STYLE: ({ s3 }) => s3?.forcePathStyle,
  TELEGRAM_MODE: ({ telegram }) => telegram.mode,
  TELEGRAM_API_ROOT: ({ telegram }) => telegram.apiRoot,
};

/** The configuration as it was read: each variable, where its value came from, and what it is for. No secret stands in it. */
export function readings(config: Config): ReadingGroup[] {
  return Object.entries(GROUPS).map(([group, names]) => ({
    group,
    variables: names.map((name) => readingOf(name, config)),
  }));
}

function readingOf(name: VariableName, config: Config): Reading {
  const given = config.variables[name]?.trim() ?? "";
  const secret = SECRET.has(name);
  const known = given === "" ? String(DEFAULTS[name]?.(config) ?? "") : withoutCredentials(given);
  return {
    name,
    purpose: Environment.properties[name].description ?? "",
    source: given !== "" ? "environment" : known === "" ? "absent" : "default",
    secret,
    ...(known === "" || secret ? {} : { value: known }),
  };
}

/** People put passwords and keys into addresses. */
function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/@\s,]+@/g, "//…@").replace(/([?&][^=&\s,]*=)[^&\s,]+/g, "$1…");
}

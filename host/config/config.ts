import { resolve } from "node:path";
import { PlatformError } from "@promostack/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { Environment, TOGETHER } from "./environment.ts";

/** Bytes of the installation's configuration, read once at the start. Optional parts are absent, never empty. */
export interface Config {
  environment: "development" | "test" | "production";
  port: number;
  /** Absolute. */
  dataDir: string;
  logLevel: string;
  baseDomain: string;
  publicUrl?: string;
  databaseUrl?: string;
  databaseDirectUrl?: string;
  appDatabaseUrl?: string;
  systemDatabaseUrl?: string;
  /** Most connections of each of the two pools. */
  databasePool: number;
  secretsKey?: string;
  secretsKeyPrevious?: string;
  clerk?: {
    issuers: string[];
    secretKey?: string;
    publishableKey?: string;
    authorizedParties: string[];
    apiUrl?: string;
  };
  legacy?: { cookieKey: string; password: string; email: string };
  /** Lower case. */
  adminEmails: string[];
  jobsUrl?: string;
  s3?: {
    endpoint?: string;
    bucket: string;
    region: string;
    accessKeyId: string;
    secretAccessKey: string;
    forcePathStyle: boolean;
  };
  /** Where plugins are installed from by name. */
  pluginRegistry?: string;
  openai?: { apiKey: string; baseUrl?: string };
  twelveData?: { apiKey: string; baseUrl?: string; streamUrl?: string };
  /** `apiRoot` is absent when the playground is to be Telegram: its address is known once the host listens. */
  telegram: { apiRoot?: string; mode: "webhook" | "polling" };
  playground: boolean;
  /** What follows when old generations of plugins add up, and how many may. */
  recycle: { how: "respawn" | "exit" | "off"; after: number };
  /** The environment itself, for plugins whose manifest names a variable. */
  variables: Readonly<Record<string, string | undefined>>;
}

type Variables = Readonly<Record<string, string | undefined>>;

const list = (text: string | undefined): string[] =>
  (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

/**
 * Reads and checks the whole configuration.
 * @throws PlatformError `config.invalid`: one message that lists every missing or wrong variable, never a value.
 */
export function readConfig(variables: Variables): Config {
  const { given, problems } = validate(variables);
  const environment = given.NODE_ENV ?? "development";
  const playground = given.PLAYGROUND ?? environment !== "production";
  if (playground && environment === "production") {
    problems.push(
      "PLAYGROUND must not be on in production: it answers in place of Telegram and the sign-in.",
    );
  }
  const issuers = list(given.CLERK_ISSUERS);
  if (issuers.length === 0 && (given.CLERK_SECRET_KEY || given.CLERK_PUBLISHABLE_KEY)) {
    const derived = issuerOf(given.CLERK_PUBLISHABLE_KEY);
    if (derived) issuers.push(derived);
    else problems.push("CLERK_ISSUERS is missing: name the issuer of Clerk's tokens, https://….");
  }
  for (const issuer of issuers) {
    if (!URL.canParse(issuer)) problems.push(`CLERK_ISSUERS: ${issuer} is not an address.`);
  }
  if (problems.length > 0) throw invalid(problems);

  return {
    environment,
    port: given.PORT ?? 3000,
    dataDir: resolve(given.DATA_DIR ?? ".data"),
    logLevel: given.LOG_LEVEL ?? "info",
    baseDomain: given.BASE_DOMAIN ?? "localhost",
    publicUrl: given.PUBLIC_URL?.replace(/\/+$/, ""),
    databaseUrl: given.DATABASE_URL,
    databaseDirectUrl: given.DATABASE_DIRECT_URL,
    appDatabaseUrl: given.APP_DATABASE_URL,
    systemDatabaseUrl: given.SYSTEM_DATABASE_URL,
    databasePool: given.DATABASE_POOL ?? 10,
    secretsKey: given.SECRETS_KEY,
    secretsKeyPrevious: given.SECRETS_KEY_PREVIOUS,
    ...(issuers.length > 0 && {
      clerk: {
        issuers,
        secretKey: given.CLERK_SECRET_KEY,
        publishableKey: given.CLERK_PUBLISHABLE_KEY,
        authorizedParties: list(given.CLERK_AUTHORIZED_PARTIES),
        apiUrl: given.CLERK_API_URL,
      },
    }),
    ...(given.LEGACY_SESSION_KEY &&
      given.LEGACY_ADMIN_PASSWORD &&
      given.LEGACY_ADMIN_EMAIL && {
        legacy: {
          cookieKey: given.LEGACY_SESSION_KEY,
          password: given.LEGACY_ADMIN_PASSWORD,
          email: given.LEGACY_ADMIN_EMAIL.toLowerCase(),
        },
      }),
    adminEmails: list(given.ADMIN_EMAILS ?? (playground ? "admin@promostack.test" : "")).map((email) =>
      email.toLowerCase(),
    ),
    jobsUrl: given.JOBS_URL,
    recycle: { how: given.RECYCLE ?? "respawn", after: given.RECYCLE_AFTER ?? 40 },
    ...(given.S3_BUCKET &&
      given.S3_ACCESS_KEY_ID &&
      given.S3_SECRET_ACCESS_KEY && {
        s3: {
          endpoint: given.S3_ENDPOINT,
          bucket: given.S3_BUCKET,
          region: given.S3_REGION ?? "us-east-1",
          accessKeyId: given.S3_ACCESS_KEY_ID,
          secretAccessKey: given.S3_SECRET_ACCESS_KEY,
          forcePathStyle: given.S3_FORCE_PATH_STYLE ?? false,
        },
      }),
    ...(given.PLUGIN_REGISTRY && { pluginRegistry: given.PLUGIN_REGISTRY }),
    ...(given.OPENAI_API_KEY && { openai: { apiKey: given.OPENAI_API_KEY, baseUrl: given.OPENAI_BASE_URL } }),
    ...(given.TWELVEDATA_API_KEY && {
      twelveData: {
        apiKey: given.TWELVEDATA_API_KEY,
        baseUrl: given.TWELVEDATA_BASE_URL,
        streamUrl: given.TWELVEDATA_WS_URL,
      },
    }),
    telegram: {
      apiRoot: given.TELEGRAM_API_ROOT ?? (playground ? undefined : "https://api.telegram.org"),
      mode: given.TELEGRAM_MODE ?? (given.PUBLIC_URL || playground ? "webhook" : "polling"),
    },
    playground,
    variables,
  };
}

function validate(variables: Variables): { given: Environment; problems: string[] } {
  const ajv = addFormats.default(new Ajv2020({ allErrors: true, coerceTypes: true }));
  const check = ajv.compile<Environment>(Environment);
  const candidate: unknown = Object.fromEntries(
    Object.keys(Environment.properties)
      .map((name) => [name, variables[name]?.trim()])
      // An empty variable is what shells and panels leave behind; it means absent.
      .filter(([, value]) => value !== undefined && value !== ""),
  );
  const valid = check(candidate);
  const problems = new Map<string, string>();
  for (const error of check.errors ?? []) {
    const name = error.instancePath.slice(1);
    if (problems.has(name)) continue;
    const description = describe(name);
    const reason = error.keyword === "const" || error.keyword === "anyOf" ? choices(name) : error.message;
    problems.set(name, `${name} ${reason}. ${description}`);
  }
  const given = valid ? candidate : {};
  for (const group of TOGETHER) {
    const missing = group.filter((name) => !variables[name]);
    if (missing.length > 0 && missing.length < group.length) {
      problems.set(
        missing.join(),
        `${missing.join(" and ")} must be set too: ${group.join(", ")} go together.`,
      );
    }
  }
  return { given, problems: [...problems.values()] };
}

function property(name: string): { description?: unknown; anyOf?: unknown } {
  return Object.entries(Environment.properties).find(([key]) => key === name)?.[1] ?? {};
}

const describe = (name: string) => String(property(name).description ?? "");

function choices(name: string): string {
  const { anyOf } = property(name);
  const values = Array.isArray(anyOf) ? anyOf.map((option: { const?: unknown }) => String(option.const)) : [];
  return `must be one of ${values.join(", ")}`;
}

/** Clerk's publishable key carries its issuer's host name: `pk_test_` and base64 of `host$`. */
function issuerOf(publishableKey: string | undefined): string | undefined {
  const encoded = publishableKey?.match(/^pk_(?:test|live)_([A-Za-z0-9+/=]+)$/)?.[1];
  if (!encoded) return undefined;
  const host = Buffer.from(encoded, "base64").toString("utf8").replace(/\$$/, "");
  return /^[a-z0-9.-]+$/.test(host) ? `https://${host}` : undefined;
}

function invalid(problems: readonly string[]): PlatformError {
  const lines = problems.map((problem) => `  - ${problem}`).join("\n");
  return new PlatformError(
    `The configuration has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:\n${lines}`,
    {
      code: "config.invalid",
      hint: "Set these in the environment and start again.",
      details: { problems: [...problems] },
    },
  );
}

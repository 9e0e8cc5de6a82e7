import { type Static, Type } from "@promostack/core";

const text = (description: string) => Type.Optional(Type.String({ minLength: 1, description }));
const address = (description: string) => Type.Optional(Type.String({ format: "uri", description }));
const postgres = (description: string) =>
  Type.Optional(Type.String({ pattern: "^postgres(ql)?://", description }));

/**
 * Every environment variable the host reads, with its rule and what it is for. Reading, `doctor` and the operators' guide
 * all use this one list. Values arrive as text and are coerced by the validator.
 */
export const Environment = Type.Object({
  NODE_ENV: Type.Optional(
    Type.Union([Type.Literal("development"), Type.Literal("test"), Type.Literal("production")], {
      description: "Kind of installation. The playground refuses to start in production.",
    }),
  ),
  PORT: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 65_535,
      description: "Port of the HTTP server; 0 takes a free one.",
    }),
  ),
  DATA_DIR: text("Folder for what the host keeps itself: embedded database, files, the secrets key."),
  RECYCLE: Type.Optional(
    Type.Union([Type.Literal("respawn"), Type.Literal("exit"), Type.Literal("off")], {
      description:
        "What a process does that has loaded many releases of plugins: start a fresh one in its place, exit with code 75 for a supervisor that starts it again, or nothing.",
    }),
  ),
  RECYCLE_AFTER: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: "Old generations of plugins after which a process is recycled.",
    }),
  ),
  LOG_LEVEL: Type.Optional(
    Type.Union(
      ["trace", "debug", "info", "warn", "error", "silent"].map((level) => Type.Literal(level)),
      { description: "Least important log line that is written." },
    ),
  ),
  BASE_DOMAIN: Type.Optional(
    Type.String({
      pattern: "^[a-z0-9.-]+$",
      description: "Domain below which admin.<domain> and dash.<domain> are served, without a port.",
    }),
  ),
  PUBLIC_URL: address("Address at which Telegram and people reach this host, for webhooks and links."),
  DATABASE_URL: postgres(
    "PostgreSQL 14 or newer; the embedded server when absent. May point at a pooler in transaction mode.",
  ),
  DATABASE_DIRECT_URL: postgres(
    "PostgreSQL without a pooler in between, for LISTEN, advisory locks and migrations. DATABASE_URL when absent, which then must be direct.",
  ),
  APP_DATABASE_URL: postgres(
    "Login of the tenant role (no superuser, no BYPASSRLS, owns nothing). Needed where DATABASE_URL's role may not create roles, or a pooler has to know its users.",
  ),
  SYSTEM_DATABASE_URL: postgres(
    "Login of the host's own cross-tenant role (no superuser, owns nothing). Needed where APP_DATABASE_URL is.",
  ),
  DATABASE_POOL: Type.Optional(
    Type.Integer({
      minimum: 2,
      maximum: 200,
      description: "Most connections of each of the two pools (10).",
    }),
  ),
  SECRETS_KEY: Type.Optional(
    Type.String({
      pattern: "^([0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=?)$",
      description: "32 bytes in hex or base64 that encrypt stored secrets. Made in DATA_DIR when absent.",
    }),
  ),
  SECRETS_KEY_PREVIOUS: Type.Optional(
    Type.String({
      pattern: "^([0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=?)$",
      description: "The key before SECRETS_KEY: what it encrypted is encrypted again at the next start.",
    }),
  ),
  CLERK_ISSUERS: text("Token issuers that are trusted, separated by commas: https://clerk.example.com"),
  CLERK_SECRET_KEY: text("Clerk's secret key, for looking up a person's e-mail address."),
  CLERK_PUBLISHABLE_KEY: text("Clerk's publishable key, for the sign-in page."),
  CLERK_AUTHORIZED_PARTIES: text("Origins (azp) whose tokens are accepted, separated by commas."),
  CLERK_API_URL: address("Clerk's backend API, when it is not the usual one."),
  LEGACY_SESSION_KEY: Type.Optional(
    Type.String({ minLength: 32, description: "Key that signs the legacy admin_session cookie." }),
  ),
  LEGACY_ADMIN_PASSWORD: Type.Optional(
    Type.String({ minLength: 12, description: "Password of the legacy admin sign-in." }),
  ),
  LEGACY_ADMIN_EMAIL: Type.Optional(
    Type.String({ format: "email", description: "Person whom the legacy sign-in signs in." }),
  ),
  ADMIN_EMAILS: text("E-mail addresses that may be admins, separated by commas."),
  JOBS_URL: Type.Optional(
    Type.String({
      pattern: "^(postgres(ql)?|mongodb(\\+srv)?)://",
      description: "Where recurring work is kept; PostgreSQL, directly, when absent.",
    }),
  ),
  S3_ENDPOINT: address("S3 service; AWS's own when absent."),
  S3_BUCKET: text("Bucket for files; they are kept in DATA_DIR when absent."),
  S3_REGION: text("Region of the bucket (us-east-1)."),
  S3_ACCESS_KEY_ID: text("Access key of the bucket."),
  S3_SECRET_ACCESS_KEY: text("Secret of the access key."),
  S3_FORCE_PATH_STYLE: Type.Optional(
    Type.Boolean({ description: "Bucket in the path instead of the host name, as MinIO wants it." }),
  ),
  PLUGIN_REGISTRY: address(
    "Package registry that speaks npm's protocol, to install plugins from by name; none when absent.",
  ),
  OPENAI_API_KEY: text("OpenAI key; a template writer works where it is absent."),
  OPENAI_BASE_URL: address("OpenAI-compatible service."),
  OPENAI_MODEL: text("Model that words messages (gpt-4.1-mini)."),
  PRIVATE_HOSTS: Type.Optional(
    Type.String({
      pattern: "^\\s*[A-Za-z0-9.:\\[\\]-]+(\\s*,\\s*[A-Za-z0-9.:\\[\\]-]+)*\\s*$",
      description:
        "Hosts (host or host:port, separated by commas) of your own network that tenants' webhooks (and journeys' webhook steps) may call all the same, by http too.",
    }),
  ),
  TWELVEDATA_API_KEY: text("Twelve Data key for market prices."),
  TWELVEDATA_BASE_URL: address("Twelve Data's address."),
  TWELVEDATA_WS_URL: Type.Optional(
    Type.String({
      format: "uri",
      pattern: "^wss?://",
      description:
        "Twelve Data's address for streamed prices (wss://ws.twelvedata.com); none are streamed where only TWELVEDATA_BASE_URL points elsewhere.",
    }),
  ),
  TELEGRAM_API_ROOT: address(
    "Bot API server; the playground's in development, else https://api.telegram.org.",
  ),
  TELEGRAM_MODE: Type.Optional(
    Type.Union([Type.Literal("webhook"), Type.Literal("polling")], {
      description: "How updates arrive. webhook needs PUBLIC_URL unless the playground plays Telegram.",
    }),
  ),
  PLAYGROUND: Type.Optional(
    Type.Boolean({ description: "Local stand-ins for every outside service. Never in production." }),
  ),
});

export type Environment = Static<typeof Environment>;
export type VariableName = keyof Environment;

/** Variables of which only all or none make sense. */
export const TOGETHER: readonly (readonly VariableName[])[] = [
  ["LEGACY_SESSION_KEY", "LEGACY_ADMIN_PASSWORD", "LEGACY_ADMIN_EMAIL"],
  ["S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"],
  ["APP_DATABASE_URL", "SYSTEM_DATABASE_URL"],
];

/** Variables whose value nobody is shown, not even an admin. */
export const SECRET: ReadonlySet<VariableName> = new Set<VariableName>([
  "DATABASE_URL",
  "DATABASE_DIRECT_URL",
  "APP_DATABASE_URL",
  "SYSTEM_DATABASE_URL",
  "SECRETS_KEY",
  "SECRETS_KEY_PREVIOUS",
  "CLERK_SECRET_KEY",
  "LEGACY_SESSION_KEY",
  "LEGACY_ADMIN_PASSWORD",
  "JOBS_URL",
  "S3_ACCESS_KEY_ID",
  "S3_SECRET_ACCESS_KEY",
  "OPENAI_API_KEY",
  "TWELVEDATA_API_KEY",
]);

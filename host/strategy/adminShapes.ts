import { type Static, Type } from "@promostack/core";

const Time = Type.String({ format: "date-time" });
const Optional = Type.Optional;

export const PublisherKey = Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" });

const PublisherOf = Type.Object({
  key: Optional(Type.String({ description: "Absent where it came with the platform" })),
  name: Type.String(),
  fingerprint: Optional(Type.String()),
  state: Optional(Type.String({ description: "unknown, approved or blocked" })),
});

/** One release in the list of a strategy's. */
export const AdminRelease = Type.Object({
  version: Type.String(),
  state: Type.String({ description: "bundled, pending, active, deprecated, withdrawn or refused" }),
  reason: Optional(Type.String()),
  replacement: Optional(Type.String()),
  decidedBy: Optional(Type.String()),
  quarantine: Optional(
    Type.Object({
      reason: Type.String(),
      until: Time,
      strikes: Type.Integer(),
      inForce: Type.Boolean({ description: "False: its time is up, the next evaluation is the test" }),
    }),
  ),
  restingParameters: Type.Integer({ description: "Sets of tenants' own parameters that are set aside" }),
  publisher: PublisherOf,
  followed: Type.Boolean({ description: "Those who follow the newest get this one" }),
  tenants: Type.Integer({ description: "Who use it: those who stay on it, and followers" }),
  staying: Type.Integer({ description: "Who chose this version and stay" }),
  faults: Type.Integer({ description: "Within a day" }),
  reports: Type.Array(Type.Object({ title: Type.String(), href: Type.String(), madeAt: Time }), {
    description: "That plugins made of it",
  }),
  publishedAt: Optional(Time),
  activeAt: Optional(Time),
});
export type AdminRelease = Static<typeof AdminRelease>;

export const AdminStrategy = Type.Object({
  id: Type.String(),
  title: Type.String(),
  summary: Type.String(),
  bundled: Type.Boolean(),
  publisher: PublisherOf,
  waiting: Type.Integer({ description: "Releases that wait for an admin" }),
  tenants: Type.Integer(),
  following: Type.Integer({ description: "Tenants that follow the newest" }),
  releases: Type.Array(AdminRelease, { description: "Newest first" }),
});
export type AdminStrategy = Static<typeof AdminStrategy>;

export const ReleaseDetail = Type.Object({
  strategy: Type.String(),
  integrity: Type.String(),
  manifest: Type.Record(Type.String(), Type.Unknown()),
  description: Type.Record(Type.String(), Type.Unknown()),
  checks: Type.Record(Type.String(), Type.Unknown()),
  files: Type.Array(Type.Object({ path: Type.String(), bytes: Type.Integer(), sha256: Type.String() })),
  readme: Optional(Type.String()),
  script: Type.String(),
  release: AdminRelease,
});
export type ReleaseDetail = Static<typeof ReleaseDetail>;

export const Fault = Type.Object({
  version: Type.String(),
  code: Type.String(),
  message: Type.String(),
  at: Time,
});
export type Fault = Static<typeof Fault>;

export const AdminPublisher = Type.Object({
  key: PublisherKey,
  name: Type.String(),
  fingerprint: Type.String(),
  state: Type.String({ description: "unknown, approved or blocked" }),
  reason: Optional(Type.String()),
  expiresAt: Optional(Type.String({ ...Time, description: "End of an approval that was given for a time" })),
  firstSeenAt: Time,
  changedAt: Time,
  tenants: Type.Integer({ description: "Who use its releases" }),
  releases: Type.Array(
    Type.Object({ strategy: Type.String(), version: Type.String(), state: Type.String(), publishedAt: Time }),
  ),
});
export type AdminPublisher = Static<typeof AdminPublisher>;

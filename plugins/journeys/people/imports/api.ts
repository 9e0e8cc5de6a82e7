import { type Static, Type } from "@promostack/core";
import { Tag } from "../../graph/parts.ts";

/** What the routes about imports take and answer. */

/** What a column of a file may be. */
export const TARGETS = [
  "telegramId",
  "username",
  "firstName",
  "lastName",
  "language",
  "timezone",
  "source",
  "tags",
] as const;
export type Target = (typeof TARGETS)[number];

/** Of a column: what it is, `field:city`, or empty to leave it out. */
const ColumnTarget = Type.String({
  pattern: `^(|${TARGETS.join("|")}|field:[A-Za-z][A-Za-z0-9_]{0,39})$`,
});

const Key = Type.Union([Type.Literal("telegramId"), Type.Literal("username")]);

/** An upload travels as text in one request. */
export const LARGEST_FILE = 30_000_000;
const File = Type.String({ minLength: 1, maxLength: LARGEST_FILE, description: "CSV with a header line." });

export const PreviewInput = Type.Object({
  csv: Type.String({ minLength: 1, maxLength: 200_000, description: "The file's beginning." }),
});

export const ImportPreview = Type.Object({
  columns: Type.Array(
    Type.Object({
      header: Type.String(),
      target: Type.String({ description: "What it seems to be; empty where that is not clear." }),
      samples: Type.Array(Type.String()),
    }),
  ),
});
export type ImportPreview = Static<typeof ImportPreview>;

export const ImportInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200, description: "Of the file." }),
  csv: File,
  columns: Type.Array(ColumnTarget, { maxItems: 200, description: "A target for each column, in order." }),
  key: Key,
  replaces: Type.Boolean({
    description: "The file's values replace others; else they only fill what is empty.",
  }),
  tag: Type.Optional(Tag),
  dryRun: Type.Boolean({ description: "Only says what it would do." }),
});
export type ImportInput = Static<typeof ImportInput>;

const LineProblem = Type.Object({ line: Type.Integer(), problem: Type.String() });
export type LineProblem = Static<typeof LineProblem>;

/** How a file was read. Every line is a row, a duplicate or wrong. */
const Read = {
  lines: Type.Integer(),
  rows: Type.Integer({ description: "Lines that are taken." }),
  duplicates: Type.Integer({ description: "Lines of somebody whom an earlier line names." }),
  wrong: Type.Integer(),
  problems: Type.Array(LineProblem, { description: "The first of the wrong and repeated lines." }),
};

export const ImportCheck = Type.Object({
  ...Read,
  known: Type.Integer({ description: "Rows of people whom the tenant has already." }),
});
export type ImportCheck = Static<typeof ImportCheck>;

const STATES = ["running", "done", "cancelled", "failed"] as const;

export const Import = Type.Object({
  id: Type.String(),
  name: Type.String(),
  state: Type.Union(STATES.map((each) => Type.Literal(each))),
  ...Read,
  done: Type.Integer({ description: "Rows that are merged." }),
  added: Type.Integer(),
  changed: Type.Integer(),
  same: Type.Integer(),
  createdAt: Type.String({ format: "date-time" }),
  createdBy: Type.String(),
  endedAt: Type.Union([Type.String({ format: "date-time" }), Type.Null()]),
  error: Type.Union([Type.String(), Type.Null()]),
});
export type Import = Static<typeof Import>;

export const Imports = Type.Object({ items: Type.Array(Import) });

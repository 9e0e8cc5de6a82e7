import { PlatformError, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { type Journey, NEW_RULES } from "../graph/journey.ts";
import { templateById } from "../templates/templates.ts";
import { importJourney } from "../transfer/importJourney.ts";
import type { NewJourney } from "./api.ts";
import type { Edit } from "./draftStore.ts";
import { readJourney } from "./journeyRows.ts";

/** What a new journey begins with. */
export interface Beginning {
  name: string;
  folder: string;
  draft: Journey;
}

/** A new journey's draft: empty, or a copy of a template, a file or another journey. Its links get codes of their own. */
export async function beginningOf(
  trx: Transaction,
  tenantId: string,
  { name, folder, from }: NewJourney,
): Promise<Beginning> {
  const begun = await sourceOf(trx, tenantId, from);
  const named = { ...begun, name: name?.trim() ?? begun.name, folder: folder?.trim() ?? begun.folder };
  return { ...named, draft: withOwnLinks(begun.draft, named.name) };
}

async function sourceOf(trx: Transaction, tenantId: string, from: NewJourney["from"]): Promise<Beginning> {
  switch (from.kind) {
    case "blank":
      return { name: "New journey", folder: "", draft: blank() };
    case "template": {
      const { name, journey } = templateById(from.template);
      return { name, folder: "", draft: journey };
    }
    case "file": {
      // Stored files are named by their tenant: another's are out of reach, and are chosen anew.
      const { name, draft } = importJourney(from.file, (file) => file.startsWith(`${tenantId}/`));
      return { name, folder: "", draft };
    }
    case "journey": {
      const { name, folder, draft } = await readJourney(trx, from.id);
      return { name: `${name} (copy)`.slice(0, 120), folder, draft };
    }
  }
}

/** Stores a new journey and answers its id. Raises `journey.too_many`. */
export async function addJourney(
  trx: Transaction,
  tenantId: string,
  { name, folder, draft }: Beginning,
  { by, at }: Edit,
): Promise<string> {
  const count = await trx.one<{ journeys: number }>("select count(*)::int as journeys from journey");
  if ((count?.journeys ?? 0) >= MOST_JOURNEYS) throw tooMany();
  const id = uuidv7();
  await trx.run(
    `insert into journey (tenant_id, id, name, folder, draft, edited_at, edited_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $6)`,
    [tenantId, id, name, folder, JSON.stringify(draft), at, by],
  );
  return id;
}

const MOST_JOURNEYS = 1_000;

function blank(): Journey {
  return {
    format: 1,
    start: "",
    triggers: [{ id: "link", kind: "deep_link", code: "" }],
    rules: { ...NEW_RULES, goals: [] },
    steps: [],
  };
}

/** A code leads to one journey only: copies get new ones, made from their name. */
function withOwnLinks(draft: Journey, name: string): Journey {
  const triggers = draft.triggers.map((trigger) =>
    trigger.kind === "deep_link" ? { ...trigger, code: codeFor(name) } : trigger,
  );
  return { ...draft, triggers };
}

function codeFor(name: string): string {
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  return `${slug === "" ? "journey" : slug}-${crypto.randomUUID().slice(0, 4)}`;
}

function tooMany(): PlatformError {
  return new PlatformError(`There are ${MOST_JOURNEYS} journeys already.`, {
    code: "journey.too_many",
    status: 409,
    hint: "Delete archived ones that nobody needs any more.",
  });
}

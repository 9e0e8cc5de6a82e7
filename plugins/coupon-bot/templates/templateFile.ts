import { PlatformError, type Static, type TenantContext, Type } from "@promostack/core";
import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { storedBytes } from "../media/stored.ts";
import type { Template } from "../template/template.ts";
import { AssetId } from "../template/typeface.ts";
import { assertTemplate } from "../template/validate.ts";
import { AssetKind, type TemplateDetail } from "./api.ts";
import { storedAssets } from "./assetRows.ts";

/** Of a template's file, with its pictures and fonts in it. */
export const LARGEST_FILE = 24_000_000;
const MOST_FILES = 80;
const FORMAT = 1;

/** Around the template, which `assertTemplate` looks at. */
const Frame = Type.Object(
  {
    /** Says what the file is. */
    promostack: Type.Literal("coupon-template"),
    name: Type.String({ minLength: 1, maxLength: 80, pattern: "\\S" }),
    exportedAt: Type.Optional(Type.String({ maxLength: 40 })),
    template: Type.Unknown(),
    assets: Type.Array(
      Type.Object(
        {
          /** As the template names it. */
          id: AssetId,
          kind: AssetKind,
          name: Type.String({ minLength: 1, maxLength: 120 }),
          /** The file in base64. */
          content: Type.String({ pattern: "^[A-Za-z0-9+/]*={0,2}$", maxLength: LARGEST_FILE }),
        },
        { additionalProperties: false },
      ),
      { maxItems: MOST_FILES },
    ),
  },
  { additionalProperties: false },
);

/** A template as a file: what is exported, and what an import takes. */
export interface TemplateFile extends Static<typeof Frame> {
  template: Template;
}

/** The draft with the files that it uses. Raises `export.too_large`, and `file.not_found` where one is gone. */
export async function templateFile(
  { db, storage, clock }: Pick<TenantContext, "db" | "storage" | "clock">,
  { name, draft, assets }: Pick<TemplateDetail, "name" | "draft" | "assets">,
): Promise<TemplateFile> {
  const rows = await db((trx) => storedAssets(trx, Object.keys(assets)));
  // In base64 a file is a third larger; the rest is small beside it.
  if (rows.reduce((sum, { bytes }) => sum + bytes * 1.34, LAYERS_BYTES) > LARGEST_FILE) throw tooLarge();
  const files: TemplateFile["assets"] = [];
  for (const { id, kind, name, fileKey } of rows)
    files.push({ id, kind, name, content: (await storedBytes(storage, fileKey)).toString("base64") });
  return {
    promostack: "coupon-template",
    name,
    exportedAt: clock.now().toISOString(),
    template: draft,
    assets: files,
  };
}

const LAYERS_BYTES = 1_000_000;

/** Made when the first file comes: few hosts ever see one, and it takes a while. */
let compiled: ValidateFunction<Static<typeof Frame>> | undefined;

/**
 * What claims to be an exported template, as one. Its files are still to go through the intake. Raises `import.not_a_template`,
 * `import.newer_format`, `import.broken`, and `template.invalid` with a pointer to each place.
 */
export function readTemplateFile(file: unknown): TemplateFile {
  if (!isRecord(file) || file.promostack !== "coupon-template") throw notATemplate();
  const { template } = file;
  if (isRecord(template) && typeof template.format === "number" && template.format > FORMAT)
    throw newer(template.format);
  compiled ??= new Ajv2020({ strict: false }).compile<Static<typeof Frame>>(Frame);
  if (!compiled(file)) {
    const [error] = compiled.errors ?? [];
    throw broken(`${error?.instancePath || "the file"} ${error?.message ?? "is not valid"}`);
  }
  const ids = file.assets.map(({ id }) => id);
  const double = ids.find((id, index) => ids.indexOf(id) !== index);
  if (double !== undefined) throw broken(`two files have the id ${double}`);
  assertTemplate(template);
  return { ...file, template };
}

function notATemplate(): PlatformError {
  return new PlatformError("This file is not an exported template.", {
    code: "import.not_a_template",
    status: 422,
    hint: "Take a file that “Export” made.",
  });
}

function newer(format: number): PlatformError {
  return new PlatformError(`The file has format ${format}; this release reads up to ${FORMAT}.`, {
    code: "import.newer_format",
    status: 422,
    hint: "Update the coupon bot, or export the template from an older release.",
  });
}

export function broken(what: string): PlatformError {
  return new PlatformError(`The file cannot be read: ${what}.`, {
    code: "import.broken",
    status: 422,
    hint: "Export the template again.",
  });
}

function tooLarge(): PlatformError {
  return new PlatformError("The pictures and fonts of this template are too large for one file.", {
    code: "export.too_large",
    status: 422,
    hint: `All of them may take ${Math.floor(LARGEST_FILE / 1.34 / 1_000_000)} MB. Duplicate it instead, or use smaller pictures.`,
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { PlatformError, Type } from "@promostack/core";
import type { ErrorObject, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { Journey } from "../graph/journey.ts";
import type { JourneyFile } from "./journeyFile.ts";
import { mediaOf, withoutMedia } from "./media.ts";
import { strict } from "./strict.ts";

/** What an import makes of a file. */
export interface Imported {
  name: string;
  draft: Journey;
  /** Steps whose files did not come along: they are to be chosen anew. */
  missing: { step: string; name: string }[];
}

/** Something in the file that is not as it must be, and where: `/journey/steps/3/content/text`. */
export interface FileProblem {
  pointer: string;
  message: string;
}

const FORMAT = 1;
const MOST_PROBLEMS = 20;

const FileSchema = Type.Object({
  promostack: Type.Literal("journey"),
  name: Type.String({ minLength: 1, maxLength: 120 }),
  exportedAt: Type.Optional(Type.String()),
  media: Type.Optional(Type.Array(Type.Any())),
  journey: Journey,
});

/** Made when the first file comes: few hosts ever see one, and it takes a while. */
let compiled: ValidateFunction<JourneyFile> | undefined;

function fileCheck(): ValidateFunction<JourneyFile> {
  const ajv = new Ajv2020({ allErrors: true, strict: false, discriminator: true });
  compiled ??= ajv.compile<JourneyFile>(strict(FileSchema));
  return compiled;
}

/**
 * Reads an exported journey. Ids stay as they are. Files that are not `own` (another workspace's) are taken out and told. Raises
 * `import.not_a_journey`, `import.newer_format`, or `import.broken` with a pointer to each place.
 */
export function importJourney(file: unknown, own: (file: string) => boolean): Imported {
  if (!isRecord(file) || file.promostack !== "journey") throw notAJourney();
  const { journey } = file;
  if (isRecord(journey) && typeof journey.format === "number" && journey.format > FORMAT)
    throw newer(journey.format);
  const isJourneyFile = fileCheck();
  if (!isJourneyFile(file)) throw broken(problemsFrom(isJourneyFile.errors ?? []));
  const missing = mediaOf(file.journey).filter(({ media }) => !own(media.file));
  return {
    name: file.name,
    draft: withoutMedia(file.journey, own),
    missing: missing.map(({ step, media }) => ({ step, name: media.name ?? media.kind })),
  };
}

/** One problem a place: where several alternatives failed, the first says enough. */
function problemsFrom(errors: readonly ErrorObject[]): FileProblem[] {
  const found = new Map<string, FileProblem>();
  for (const error of errors) {
    const { params, instancePath, keyword } = error;
    const inside = keyword === "required" ? params.missingProperty : params.additionalProperty;
    const pointer = typeof inside === "string" ? `${instancePath}/${escaped(inside)}` : instancePath;
    if (!found.has(pointer)) found.set(pointer, { pointer, message: wordsFor(error) });
  }
  return [...found.values()].slice(0, MOST_PROBLEMS);
}

function wordsFor({ keyword, params, message = "is not valid" }: ErrorObject): string {
  switch (keyword) {
    case "required":
      return "is missing";
    case "additionalProperties":
      return "is not known here";
    case "discriminator":
      return `is of a kind that there is not: ${String(params.tagValue)}`;
    case "const":
      return `must be ${String(params.allowedValue)}`;
    default:
      return message;
  }
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function notAJourney(): PlatformError {
  return new PlatformError("This file is not an exported journey.", {
    code: "import.not_a_journey",
    status: 400,
    hint: "Take a file that “Export” made.",
  });
}

function newer(format: number): PlatformError {
  return new PlatformError(`The file has format ${format}; this release reads up to ${FORMAT}.`, {
    code: "import.newer_format",
    status: 400,
    hint: "Update the journeys plugin, or export the journey from an older release.",
  });
}

function broken(problems: FileProblem[]): PlatformError {
  const [first] = problems;
  const at = first === undefined ? "" : `${first.pointer || "the file"} ${first.message}`;
  return new PlatformError(`The file cannot be read: ${at}.`, {
    code: "import.broken",
    status: 400,
    hint: "Correct the named places, or export the journey again.",
    details: { problems },
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

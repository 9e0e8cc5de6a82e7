import { PlatformError, parseTemplate } from "@promostack/core";
import type { ErrorObject, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { LAYERS, type LayerKind, type TextLayer } from "./layer.ts";
import { MOST_LAYERS } from "./limits.ts";
import { MOST_PIXELS, SIZE_IDS } from "./pixels.ts";
import { Template } from "./template.ts";

/** Something that speaks against a template, and where: `/layers/3/size/smallest`. */
export interface TemplateProblem {
  pointer: string;
  message: string;
}

const MOST_PROBLEMS = 20;

/** What is wrong with what claims to be a template; nothing where it is one. */
export function templateProblems(value: unknown): TemplateProblem[] {
  const { frame, layers } = checks();
  if (!frame(value)) return problemsFrom(frame.errors, "");
  const found = value.layers.flatMap((layer: unknown, index) => {
    const pointer = `/layers/${index}`;
    const kind = kindOf(layer);
    if (kind === undefined)
      return [{ pointer: `${pointer}/kind`, message: `must be one of ${KINDS.join(", ")}` }];
    const check = layers[kind];
    return check(layer) ? [] : problemsFrom(check.errors, pointer);
  });
  return (found.length > 0 ? found : meaningProblems(value)).slice(0, MOST_PROBLEMS);
}

/** @throws PlatformError `template.invalid` with a pointer to each problem. */
export function assertTemplate(value: unknown): asserts value is Template {
  const problems = templateProblems(value);
  const [first] = problems;
  if (first === undefined) return;
  throw new PlatformError(`The template cannot be used: ${first.pointer || "it"} ${first.message}.`, {
    code: "template.invalid",
    status: 422,
    hint: "Correct the named places.",
    details: { problems },
  });
}

/** What a schema cannot say. */
function meaningProblems(template: Template): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  const say = (pointer: string, message: string) => problems.push({ pointer, message });
  if (template.sizes.includes("custom") && template.custom === undefined)
    say("/custom", "is missing: the size “custom” needs a width and a height");
  const { width, height } = template.custom ?? { width: 0, height: 0 };
  if (width * height > MOST_PIXELS)
    say("/custom", `has ${width} × ${height} pixels; it may have ${MOST_PIXELS.toLocaleString("en")} in all`);
  const ids = new Set<string>();
  for (const [index, layer] of template.layers.entries()) {
    const pointer = `/layers/${index}`;
    if (ids.has(layer.id)) say(`${pointer}/id`, `is the id of another layer too: ${layer.id}`);
    ids.add(layer.id);
    if (layer.kind === "text")
      for (const [place, size] of typeSizes(layer))
        if (size.smallest > size.largest)
          say(`${pointer}/${place}/smallest`, "must not be above the largest size");
    if (layer.kind === "text" || layer.kind === "qr")
      for (const { message } of parseTemplate(layer.text).problems)
        say(`${pointer}/text`, `has a problem: ${message}`);
  }
  return problems;
}

/** The text's bounds of type, in general and where a size has its own. */
function typeSizes({ size, bySize }: TextLayer): [place: string, size: TextLayer["size"]][] {
  const own = SIZE_IDS.flatMap((id): [string, TextLayer["size"]][] => {
    const override = bySize?.[id]?.size;
    return override === undefined ? [] : [[`bySize/${id}/size`, override]];
  });
  return [["size", size], ...own];
}

interface Checks {
  /** All but what is in the layers, so that a problem is told of the layer's own kind alone. */
  frame: ValidateFunction<Template>;
  layers: Record<LayerKind, ValidateFunction>;
}

/** Made when the first template comes: it takes a while. */
let compiled: Checks | undefined;

function checks(): Checks {
  if (compiled !== undefined) return compiled;
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  const frame = { ...Template.properties, layers: { type: "array", maxItems: MOST_LAYERS } };
  compiled = {
    frame: ajv.compile<Template>({ ...Template, properties: frame }),
    layers: {
      image: ajv.compile(LAYERS.image),
      logo: ajv.compile(LAYERS.logo),
      shape: ajv.compile(LAYERS.shape),
      gradient: ajv.compile(LAYERS.gradient),
      text: ajv.compile(LAYERS.text),
      qr: ajv.compile(LAYERS.qr),
    },
  };
  return compiled;
}

const KINDS = Object.keys(LAYERS);

function kindOf(layer: unknown): LayerKind | undefined {
  if (typeof layer !== "object" || layer === null || !("kind" in layer)) return undefined;
  const { kind } = layer;
  return isKind(kind) ? kind : undefined;
}

function isKind(kind: unknown): kind is LayerKind {
  return typeof kind === "string" && Object.hasOwn(LAYERS, kind);
}

/** One problem a place: where several alternatives failed, the first says enough. */
function problemsFrom(errors: ErrorObject[] | null | undefined, prefix: string): TemplateProblem[] {
  const found = new Map<string, TemplateProblem>();
  for (const error of errors ?? []) {
    const { params, instancePath, keyword } = error;
    const inside = keyword === "required" ? params.missingProperty : params.additionalProperty;
    const pointer = `${prefix}${instancePath}${typeof inside === "string" ? `/${inside}` : ""}`;
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
    case "enum":
      return `must be one of ${String(params.allowedValues).replaceAll(",", ", ")}`;
    case "const":
      return `must be ${String(params.allowedValue)}`;
    case "pattern":
      return String(params.pattern).startsWith("^#")
        ? "must be a colour such as #1a2b3c"
        : "has characters that it cannot have";
    default:
      return message;
  }
}

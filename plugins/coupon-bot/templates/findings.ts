import { type Part, PlatformError, parseTemplate } from "@promostack/core";
import { type AssetUse, assetUses } from "../template/assetIds.ts";
import type { Template } from "../template/template.ts";
import type { AssetKind, Finding } from "./api.ts";

/** Values that every picture of a code has. */
const ALWAYS: ReadonlySet<string> = new Set(["code", "link"]);

const NAMELESS = "{name} stays empty in broadcasts, and for visitors of your page who give no name.";

/** What kinds of uploads a template may take for what. */
const FITS: Record<AssetUse, readonly AssetKind[]> = { picture: ["picture", "logo"], font: ["font"] };

/** What speaks against publishing a template (errors), and what its author may have meant otherwise (warnings). */
export function findingsOf(
  template: Template,
  assets: readonly { id: string; kind: AssetKind }[],
): Finding[] {
  return [...assetFindings(template, assets), ...variableFindings(template)];
}

/** Raises `template.problems` (422) with all findings where an error is among them. Answers the warnings. */
export function refuseErrors(findings: readonly Finding[]): Finding[] {
  const errors = findings.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first === undefined) return [...findings];
  throw new PlatformError(
    errors.length === 1 ? first.message : `${errors.length} things must be corrected first: ${first.message}`,
    { code: "template.problems", status: 422, hint: first.fix, details: { problems: findings } },
  );
}

function assetFindings(template: Template, assets: readonly { id: string; kind: AssetKind }[]): Finding[] {
  const kinds = new Map(assets.map(({ id, kind }) => [id, kind]));
  return assetUses(template).flatMap(({ asset, use, pointer }): Finding[] => {
    const kind = kinds.get(asset);
    if (kind !== undefined && FITS[use].includes(kind)) return [];
    const at = { severity: "error" as const, ...placeOf(template, pointer) };
    if (kind === undefined)
      return [{ ...at, message: `A ${use} that it uses is gone.`, fix: `Choose another ${use}.` }];
    return [{ ...at, message: `A ${kind} stands where a ${use} belongs.`, fix: `Choose a ${use}.` }];
  });
}

/** Names that no code is sure to bring, where nothing stands instead: mistyped, or an extra column of a list. */
function variableFindings(template: Template): Finding[] {
  const told = new Set<string>();
  return template.layers.flatMap((layer, index) => {
    if (layer.kind !== "text" && layer.kind !== "qr") return [];
    return bareNames(parseTemplate(layer.text).parts).flatMap((name): Finding[] => {
      if (told.has(name)) return [];
      told.add(name);
      return [
        {
          severity: "warning",
          pointer: `/layers/${index}/text`,
          layer: layer.id,
          message:
            name === "name" ? NAMELESS : `{${name}} stays empty unless the code brings a value of this name.`,
          fix: `${name === "name" ? "Write" : "Check its spelling, or write"} what stands instead: {${name}|…}.`,
        },
      ];
    });
  });
}

/** Within its own block a variable has a value. */
function bareNames(parts: readonly Part[], sure: ReadonlySet<string> = ALWAYS): string[] {
  return parts.flatMap((part) => {
    if (part.kind === "text") return [];
    if (part.kind === "value") return part.fallback !== undefined || sure.has(part.name) ? [] : [part.name];
    return bareNames(part.parts, part.negated ? sure : new Set([...sure, part.name]));
  });
}

function placeOf(template: Template, pointer: string): Pick<Finding, "pointer" | "layer"> {
  const index = /^\/layers\/(\d+)/.exec(pointer)?.[1];
  const layer = index === undefined ? undefined : template.layers[Number(index)]?.id;
  return { pointer, ...(layer !== undefined && { layer }) };
}

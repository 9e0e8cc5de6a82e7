import { PlatformError } from "@promostack/core";
import type { Intake } from "../media/intake.ts";
import { assetIds, withAssetIds } from "../template/assetIds.ts";
import { type Held, keepAsset, type Taken, takeIn } from "./assets.ts";
import { addTemplate, refuseTooMany } from "./beginning.ts";
import type { Edit } from "./draftStore.ts";
import { broken, readTemplateFile, type TemplateFile } from "./templateFile.ts";

/**
 * Makes a template of a file that somebody brings: looked at like anything hostile, its pictures and fonts through the intake again.
 * Nothing is kept where any of it is refused. Answers the new template's id. Raises what `readTemplateFile`, the intake, `keepAsset` and
 * `addTemplate` raise.
 */
export async function importTemplate(
  context: Held,
  intake: Intake,
  file: unknown,
  edit: Edit,
): Promise<{ id: string; name: string }> {
  const { name, template, assets } = readTemplateFile(file);
  await context.db(refuseTooMany);
  const taken: { id: string; taken: Taken }[] = [];
  for (const asset of used(template, assets))
    taken.push({ id: asset.id, taken: await takeNamed(intake, asset, edit.tenantId) });
  const ids = new Map<string, string>();
  for (const { id, taken: each } of taken) ids.set(id, (await keepAsset(context, each, edit)).asset.id);
  const draft = withAssetIds(template, (id) => ids.get(id) ?? id);
  const id = await context.db((trx) => addTemplate(trx, { name: name.trim(), draft }, edit));
  return { id, name };
}

/** The files that the template names. Raises `import.broken` where one of them did not come along. */
function used(template: TemplateFile["template"], assets: TemplateFile["assets"]): TemplateFile["assets"] {
  return assetIds(template).map((id) => {
    const found = assets.find((each) => each.id === id);
    if (found === undefined) throw broken(`the template uses ${id}, which is not in it`);
    return found;
  });
}

/** A refusal says of which of the files it is. */
async function takeNamed(
  intake: Intake,
  { kind, name, content }: TemplateFile["assets"][number],
  tenantId: string,
): Promise<Taken> {
  try {
    return await takeIn(intake, { kind, name, content: Buffer.from(content, "base64") }, tenantId);
  } catch (cause) {
    if (!PlatformError.is(cause) || cause.status >= 500) throw cause;
    const { code, status, hint } = cause;
    throw new PlatformError(`“${name}” in the file is refused: ${cause.message}`, {
      code,
      status,
      ...(hint !== undefined && { hint }),
      cause,
      details: { asset: name },
    });
  }
}

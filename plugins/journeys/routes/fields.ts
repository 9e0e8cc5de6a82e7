import { PlatformError, route, type Setup, Type } from "@promostack/core";
import { Tag, VariableName } from "../graph/parts.ts";
import { addField, changeField, deleteField, fieldUses } from "../people/fields.ts";
import { Field, FieldChange, Fields, Reached, TagRename, Tags } from "../people/fieldsApi.ts";
import { tellPeople } from "../people/live.ts";
import { deleteTag, renameTag, tagsOf } from "../people/tags.ts";

const Name = Type.Object({ name: VariableName });
const OneTag = Type.Object({ tag: Tag });
const READ = { perMinute: 120 };
/** A rename reaches everybody who has it. */
const WRITE = { perMinute: 30, seconds: 60 };

/** Custom fields and tags: what they are called, and where they are used. */
export function fieldRoutes(p: Setup): void {
  definitionRoutes(p);
  tagRoutes(p);
}

function definitionRoutes(p: Setup): void {
  p.route(
    route({
      method: "GET",
      path: "/person-fields",
      permission: "tenant:viewer",
      summary: "Custom fields, defined or filled by journeys, with how many people have each.",
      input: { output: Fields },
      limits: READ,
      handle: async (context) => ({ items: await context.db(fieldUses) }),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/person-fields",
      permission: "tenant:member",
      summary: "Gives a field a label and a type.",
      input: { body: Field, output: Field },
      limits: WRITE,
      handle: (context, { body }) =>
        context.db(async (trx) => {
          await addField(trx, context.tenantId, body, context.clock.now());
          await context.audit(trx, { action: "field.added", target: `field ${body.name}`, after: body });
          return body;
        }),
    }),
  );
  p.route(
    route({
      method: "PATCH",
      path: "/person-fields/:name",
      permission: "tenant:member",
      summary:
        "Changes a field's label, type and name; a new name reaches everybody who has it, and segments.",
      input: { params: Name, body: FieldChange, output: Reached },
      limits: WRITE,
      handle: (context, { params, body }) =>
        context.db(async (trx) => {
          const reached = await changeField(trx, params.name, body);
          const after = { ...body, ...reached };
          await context.audit(trx, { action: "field.changed", target: `field ${params.name}`, after });
          await tellPeople(trx, context.tenantId);
          return reached;
        }),
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/person-fields/:name",
      permission: "tenant:admin",
      summary: "Deletes a field and its value of everybody.",
      input: { params: Name, output: Reached },
      limits: WRITE,
      handle: (context, { params }) =>
        context.db(async (trx) => {
          const reached = await deleteField(trx, params.name);
          const after = { people: reached.people };
          await context.audit(trx, { action: "field.deleted", target: `field ${params.name}`, after });
          await tellPeople(trx, context.tenantId);
          return reached;
        }),
    }),
  );
}

function tagRoutes(p: Setup): void {
  p.route(
    route({
      method: "GET",
      path: "/tags",
      permission: "tenant:viewer",
      summary: "Tags that somebody has, with how many have each and where else it is used.",
      input: { output: Tags },
      limits: READ,
      handle: async (context) => ({ items: await context.db(tagsOf) }),
    }),
  );
  p.route(
    route({
      method: "PATCH",
      path: "/tags/:tag",
      permission: "tenant:member",
      summary: "Renames a tag with everybody who has it and in segments; two of one name become one.",
      input: { params: OneTag, body: TagRename, output: Reached },
      limits: WRITE,
      handle: (context, { params, body }) =>
        context.db(async (trx) => {
          const reached = await renameTag(trx, params.tag, body.to);
          if (reached.people + reached.segments === 0) throw tagNotFound();
          const after = { tag: body.to, ...reached };
          await context.audit(trx, { action: "tag.renamed", target: `tag ${params.tag}`, after });
          await tellPeople(trx, context.tenantId);
          return reached;
        }),
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/tags/:tag",
      permission: "tenant:member",
      summary: "Takes a tag off everybody.",
      input: { params: OneTag, output: Reached },
      limits: WRITE,
      handle: (context, { params }) =>
        context.db(async (trx) => {
          const reached = await deleteTag(trx, params.tag);
          if (reached.people === 0) throw tagNotFound();
          const after = { people: reached.people };
          await context.audit(trx, { action: "tag.deleted", target: `tag ${params.tag}`, after });
          await tellPeople(trx, context.tenantId);
          return reached;
        }),
    }),
  );
}

function tagNotFound(): PlatformError {
  return new PlatformError("Nobody has this tag.", {
    code: "tag.not_found",
    status: 404,
    hint: "Load the list again: a colleague may have renamed it.",
  });
}

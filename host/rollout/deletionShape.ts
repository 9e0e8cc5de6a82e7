import { type Static, Type } from "@promostack/core";
import { PLATFORM_TENANT } from "../identity/audit.ts";
import type { FileStorage } from "../store/storage.ts";
import { Time } from "../tenant/schemas.ts";
import { type Deletion, WAIT_HOURS } from "./stagedDeletion.ts";

const HOUR = 3_600;

/** A staged deletion as a route answers it. */
export const DeletionShape = Type.Object({
  state: Type.Union(
    [
      Type.Literal("exporting"),
      Type.Literal("waiting"),
      Type.Literal("deleting"),
      Type.Literal("done"),
      Type.Literal("failed"),
    ],
    { description: "waiting: can be called off until dueAt" },
  ),
  requestedBy: Type.Optional(Type.String()),
  requestedAt: Time,
  dueAt: Time,
  waitHours: Type.Integer(),
  exportBytes: Type.Optional(Type.Integer()),
  exportUrl: Type.Optional(Type.String({ description: "Works for an hour" })),
  failure: Type.Optional(Type.String()),
});

/** How far it is, with an address of its export. */
export async function deletionView(
  deletion: Deletion,
  storage: Pick<FileStorage, "of">,
): Promise<Static<typeof DeletionShape>> {
  const { state, requestedBy, requestedAt, dueAt, exportKey, exportBytes, failure } = deletion;
  return {
    state,
    requestedBy: requestedBy ?? undefined,
    requestedAt: requestedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    waitHours: WAIT_HOURS,
    exportBytes: exportBytes ?? undefined,
    exportUrl: exportKey === null ? undefined : await storage.of(PLATFORM_TENANT).signedUrl(exportKey, HOUR),
    failure: failure ?? undefined,
  };
}

import type { Purge } from "../../api/installs.ts";
import { useResource } from "../../kit/api/resource.ts";

const MOVING_MS = 500;
const RESTING_MS = 3_000;

/** The purge of a plugin that is under way; undefined where none is. */
export function usePurge(id: string): Purge | undefined {
  const { data } = useResource<Purge | null>(
    `/api/admin/plugins/${id}/purge`,
    {},
    { every: (purge) => (isMoving(purge) ? MOVING_MS : RESTING_MS) },
  );
  return data === null || data?.state === "done" ? undefined : data;
}

function isMoving(purge: Purge | null | undefined): boolean {
  return purge?.state === "exporting" || purge?.state === "deleting";
}

import { BASE } from "../base.ts";

export const BROADCASTS = `${BASE}/broadcasts`;

export function broadcast(id: string): string {
  return `${BROADCASTS}/${id}`;
}

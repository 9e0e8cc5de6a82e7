export const INSTRUMENTS = "/api/p/forex-signals/admin/instruments";

/** `XAU-USD` in addresses, because a slash would end the part. */
export function instrumentPath(symbol: string): string {
  return `${INSTRUMENTS}/${symbol.replace("/", "-")}`;
}

/**
 * Host of an address, without who signs in there. Several hosts after one another, as MongoDB and PostgreSQL take them, are no URL; what
 * could be part of a password is left out with it.
 */
export function placeOf(address: string): string {
  if (URL.canParse(address)) return new URL(address).host;
  return address.replace(/^[a-z+]+:\/\/(.*@)?/i, "").replace(/[/?].*/, "");
}

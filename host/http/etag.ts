import { PlatformError } from "@promostack/core";

/** The ETag of a revision number. */
export function etagOf(revision: number | string): string {
  return `"${revision}"`;
}

/** The revision that `If-Match` names; undefined where the header is absent or `*`. */
export function ifMatch(headers: Readonly<Record<string, string | undefined>>): string | undefined {
  const header = headers["if-match"];
  if (header === undefined || header === "*") return undefined;
  return header.replace(/^W\//, "").replace(/^"|"$/g, "");
}

/** True where the client's `If-None-Match` names this ETag. */
export function isFresh(header: string | undefined, etag: string | undefined): boolean {
  if (header === undefined || etag === undefined) return false;
  const bare = (tag: string) => tag.trim().replace(/^W\//, "");
  return header === "*" || header.split(",").map(bare).includes(bare(etag));
}

/** 412: somebody else was faster. `details` carries both versions, so that a form can show them side by side. */
export function editedMeanwhile(yours: unknown, theirs: unknown, etag: string): PlatformError {
  return new PlatformError("Somebody else has changed this since you opened it.", {
    code: "edit.conflict",
    status: 412,
    hint: "Compare the two versions and save again.",
    details: { yours, theirs, etag },
  });
}

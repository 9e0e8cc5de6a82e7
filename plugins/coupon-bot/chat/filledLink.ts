const LONGEST = 500;

/** The tenant's link for a code and a person. Undefined where it is no address of the web, or too long for a message. */
export function filledLink(
  link: string,
  values: { code: string; mark: string },
  tags: boolean,
): string | undefined {
  const filled = link
    .replaceAll("{code}", encodeURIComponent(values.code))
    .replaceAll("{mark}", encodeURIComponent(values.mark));
  if (!URL.canParse(filled)) return undefined;
  const url = new URL(filled);
  if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
  if (tags) {
    const marks = { utm_source: "telegram", utm_medium: "coupon", utm_content: values.mark };
    // What the tenant has set is theirs.
    for (const [name, value] of Object.entries(marks))
      if (!url.searchParams.has(name)) url.searchParams.set(name, value);
  }
  return url.href.length <= LONGEST ? url.href : undefined;
}

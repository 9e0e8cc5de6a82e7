export interface CookieOptions {
  secure: boolean;
  /** Absent: the cookie belongs to this host alone, as it must on localhost. */
  domain?: string | undefined;
  expires?: Date;
}

/** A `Set-Cookie` value that scripts cannot read and foreign pages cannot send with a write. */
export function setCookie(name: string, value: string, { secure, domain, expires }: CookieOptions): string {
  return [
    `${name}=${encodeURIComponent(value)}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
    ...(secure ? ["Secure"] : []),
    ...(domain === undefined ? [] : [`Domain=${domain}`]),
    ...(expires === undefined ? [] : [`Expires=${expires.toUTCString()}`]),
  ].join("; ");
}

export function clearCookie(name: string, options: Omit<CookieOptions, "expires">): string {
  return setCookie(name, "", { ...options, expires: new Date(0) });
}

/** Several cookies in one header of a Reply, whose headers hold one text each; the writer of answers takes them apart. */
export function setCookies(cookies: readonly string[]): Record<string, string> {
  return { "set-cookie": cookies.join("\n") };
}

/** Headers of every answer: what a browser may do with it. Values follow OWASP's secure headers. */
export function securityHeaders(secure: boolean): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ...(secure ? { "strict-transport-security": "max-age=31536000; includeSubDomains" } : {}),
  };
}

/** For data: nothing in it may run or be framed. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

/**
 * For pages: scripts only from this origin and never inline. Styles may be inline, because Mantine writes its theme as a
 * style element. `identityOrigins` are the sign-in services whose script the sign-in page loads, `inline` the hashes of
 * what the page may hold nevertheless.
 */
export function pagePolicy(identityOrigins: readonly string[], inline: readonly string[] = []): string {
  const identity = identityOrigins.map((origin) => ` ${origin}`).join("");
  return [
    "default-src 'self'",
    `script-src ${["'self'", ...inline].join(" ")}${identity}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob: https:",
    "font-src 'self' data:",
    `connect-src 'self'${identity}`,
    `frame-src 'self'${identity}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

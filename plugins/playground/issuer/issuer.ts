import { createHash } from "node:crypto";
import { type Mount, type PlatformContext, type RawRequest, type Reply, reply } from "@promostack/core";
import { readBytes } from "../telegram/requestBody.ts";
import { ensureKey } from "./key.ts";
import { SAMPLE_PEOPLE } from "./samplePeople.ts";
import { signToken } from "./token.ts";

/** An OpenID issuer for sign-in without an account: discovery, keys, and tokens for whoever asks. Never in production. */
export const issuer: Mount = {
  prefix: "/issuer",
  summary: "OpenID issuer",
  limits: { perMinute: 6000, bodyBytes: 10_000 },
  handle: async (context, request) => {
    const address = `${context.localUrl}/api/p/playground/issuer`;
    switch (`${request.method} ${request.path}`) {
      case "GET /.well-known/openid-configuration":
        return reply(200, discovery(address));
      case "GET /.well-known/jwks.json":
        return reply(200, { keys: [(await context.platformDb(ensureKey)).publicJwk] });
      case "GET /people":
        return reply(200, { items: SAMPLE_PEOPLE });
      case "POST /token":
        return issue(context, request, address);
      default:
        return reply(404, { error: "not_found" });
    }
  },
};

function discovery(address: string) {
  return {
    issuer: address,
    jwks_uri: `${address}/.well-known/jwks.json`,
    token_endpoint: `${address}/token`,
    authorization_endpoint: `${address}/token`,
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    claims_supported: ["sub", "email", "email_verified", "name", "azp"],
  };
}

async function issue(context: PlatformContext, request: RawRequest, address: string): Promise<Reply> {
  const text = (await readBytes(request.body, 10_000)).toString();
  const { email, azp } = readBody(text, request.headers["content-type"] ?? "");
  if (email === undefined || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    return reply(400, { error: "invalid_request", error_description: "Send an e-mail address as email." });
  }
  const key = await context.platformDb(ensureKey);
  const known = SAMPLE_PEOPLE.find((each) => each.email === email);
  const subject = {
    sub: `user_${createHash("sha256").update(email).digest("hex").slice(0, 24)}`,
    email,
    name: known?.name,
  };
  // The site that asks is who the token is for; a program without an origin gets a token for nobody in particular.
  const token = signToken(key, address, azp ?? request.headers.origin, subject, Date.now());
  return reply(200, { token, token_type: "Bearer", expires_in: 12 * 3600 }, { "cache-control": "no-store" });
}

/** JSON or a form; addresses are compared in lower case. */
function readBody(text: string, type: string): { email?: string; azp?: string } {
  const given: unknown = type.startsWith("application/json")
    ? parse(text)
    : Object.fromEntries(new URLSearchParams(text));
  if (typeof given !== "object" || given === null) return {};
  const email =
    "email" in given && typeof given.email === "string" ? given.email.trim().toLowerCase() : undefined;
  const azp = "azp" in given && typeof given.azp === "string" ? given.azp : undefined;
  return { email, azp };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Answered as a request without an address.
    return undefined;
  }
}

import type { ClerkClient } from "@clerk/backend";
import { PlatformError } from "@promostack/core";
import { LRUCache } from "lru-cache";

const FIVE_MINUTES = 5 * 60_000;
/** Longest wait for Clerk. Its own client has no limit. */
const TIMEOUT_MS = 5_000;

export interface ClerkUser {
  /** Lower case; undefined where the person has no verified primary address. */
  email: string | undefined;
  name: string | undefined;
}

/** Asks Clerk's API for the verified address of a person whose token carries none. Answers are kept for five minutes. */
export class ClerkDirectory {
  readonly #users: LRUCache<string, ClerkUser>;
  readonly #timeoutMs: number;

  constructor(options: { secretKey: string; apiUrl?: string }, timeoutMs = TIMEOUT_MS) {
    this.#timeoutMs = timeoutMs;
    // Loaded with the first question: most tokens carry the address, and the library costs the host's start.
    let client: Promise<ClerkClient> | undefined;
    const connect = () => {
      client ??= import("@clerk/backend").then(({ createClerkClient }) => createClerkClient(options));
      return client;
    };
    this.#users = new LRUCache<string, ClerkUser>({
      max: 10_000,
      ttl: FIVE_MINUTES,
      fetchMethod: async (subject) => {
        const clerk = await connect();
        const user = await clerk.users.getUser(subject);
        const primary = user.emailAddresses.find(({ id }) => id === user.primaryEmailAddressId);
        const verified = primary?.verification?.status === "verified";
        return {
          email: verified ? primary.emailAddress.toLowerCase() : undefined,
          name: user.fullName ?? undefined,
        };
      },
    });
  }

  /** Raises 503 `identity.unavailable` where Clerk does not answer. */
  async user(subject: string): Promise<ClerkUser> {
    try {
      const signal = AbortSignal.timeout(this.#timeoutMs);
      return (await this.#users.fetch(subject, { signal })) ?? { email: undefined, name: undefined };
    } catch (cause) {
      throw new PlatformError("Clerk does not answer, so nobody knows whose token this is.", {
        code: "identity.unavailable",
        status: 503,
        hint: "Try again in a few seconds. If it stays, check CLERK_SECRET_KEY and CLERK_API_URL.",
        retryAfter: 2,
        cause,
      });
    }
  }
}

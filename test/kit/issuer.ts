import { createServer } from "node:http";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

export interface TestIssuer {
  /** As its tokens name it. */
  readonly issuer: string;
  /** How often its keys were fetched. */
  readonly fetches: number;
  /** A token of this issuer, in force for ten minutes; claims given win, and `undefined` takes one away. */
  sign(claims: JWTPayload, header?: { kid?: string }): Promise<string>;
  /** Signs with a new key from now on, and no longer shows the old one. */
  rotate(): Promise<void>;
  /** Answers 500 from now on (or no longer). */
  break(broken: boolean): void;
  close(): Promise<void>;
}

/** A small OpenID issuer on a free port: what Clerk is to the platform. */
export async function startIssuer(): Promise<TestIssuer> {
  let keys = await makeKeys(1);
  let fetches = 0;
  let broken = false;
  const server = createServer((_request, response) => {
    fetches += 1;
    response.writeHead(broken ? 500 : 200, { "content-type": "application/json", connection: "close" });
    response.end(JSON.stringify({ keys: [keys.jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const issuer = `http://127.0.0.1:${port}`;
  return {
    issuer,
    get fetches() {
      return fetches;
    },
    sign(claims, header = {}) {
      const now = Math.floor(Date.now() / 1000);
      const all = {
        iss: issuer,
        sub: "user_1",
        sid: "sess_1",
        iat: now,
        nbf: now,
        exp: now + 600,
        ...claims,
      };
      return new SignJWT(all)
        .setProtectedHeader({ alg: "RS256", kid: header.kid ?? keys.kid })
        .sign(keys.privateKey);
    },
    async rotate() {
      keys = await makeKeys(Number(keys.kid.slice(4)) + 1);
    },
    break(value) {
      broken = value;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function makeKeys(number: number) {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const kid = `key-${number}`;
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" } };
}

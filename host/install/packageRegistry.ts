import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { PlatformError } from "@promostack/core";
import semver from "semver";
import { readJson } from "../release/json.ts";

const MOST_DOCUMENT_BYTES = 8 * 1024 * 1024;
const NAME = /^(@[a-z0-9][a-z0-9._-]{0,60}\/)?[a-z0-9][a-z0-9._-]{0,100}$/;

export interface RegistryLimits {
  /** Of one request, from its first to its last byte. */
  seconds: number;
  /** Of an archive. */
  bytes: number;
}

export interface FetchedPackage {
  version: string;
  archive: Buffer;
}

/** A package registry that speaks npm's protocol, at the one address that the installation is configured with. */
export class PackageRegistry {
  readonly #address: string;
  readonly #limits: RegistryLimits;

  constructor(address: string, limits: RegistryLimits) {
    this.#address = address.replace(/\/+$/, "");
    this.#limits = limits;
  }

  /** The archive of a version, a range or a tag (`latest` when absent), held against the registry's own hash. Raises `registry.*`. */
  async fetch(name: string, wanted = "latest", signal?: AbortSignal): Promise<FetchedPackage> {
    if (!NAME.test(name))
      throw problem("registry.name", `${name} is no package's name.`, "Write it as the registry does.", 400);
    const document = await this.#get(
      `${this.#address}/${name.replace("/", "%2f")}`,
      MOST_DOCUMENT_BYTES,
      signal,
    );
    const { versions, "dist-tags": tags }: Record<string, unknown> = Object(
      readJson(document, "the registry's answer"),
    );
    const known = Object.keys(Object(versions));
    const version = pick(known, wanted, Object(tags)[wanted]);
    if (version === undefined) {
      throw problem(
        "registry.no_version",
        `${name} has no version ${wanted} in the registry.`,
        `It has ${known.slice(-5).join(", ") || "none"}.`,
        404,
      );
    }
    const { tarball, integrity, shasum }: Record<string, unknown> = Object(Object(versions)[version].dist);
    const archive = await this.#get(this.#own(tarball), this.#limits.bytes, signal);
    if (!fits(archive, integrity, shasum)) {
      throw problem(
        "registry.wrong_hash",
        `What the registry sent is not ${name} ${version} as it lists it.`,
        "Try again; where it stays so, tell whoever runs the registry.",
        502,
      );
    }
    return { version, archive };
  }

  /** A registry may not send us elsewhere: what it names has to be its own. */
  #own(tarball: unknown): string {
    const address = typeof tarball === "string" && URL.canParse(tarball) ? new URL(tarball) : undefined;
    if (address?.origin === new URL(this.#address).origin) return address.href;
    throw problem(
      "registry.elsewhere",
      `The registry names ${String(tarball)}, which is not its own address.`,
      "Set PLUGIN_REGISTRY to the address that serves the archives too.",
      502,
    );
  }

  async #get(address: string, most: number, signal?: AbortSignal): Promise<Buffer> {
    const deadline = AbortSignal.timeout(this.#limits.seconds * 1_000);
    try {
      const answer = await fetch(address, {
        redirect: "error",
        signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
      });
      if (!answer.ok || answer.body === null) {
        await answer.body?.cancel();
        throw problem(
          "registry.refused",
          `The registry answered ${answer.status} for ${new URL(address).pathname}.`,
          answer.status === 404 ? "Check the package's name." : "Try again later.",
          answer.status === 404 ? 404 : 502,
        );
      }
      return await buffer(bounded(answer.body, most));
    } catch (cause) {
      if (PlatformError.is(cause)) throw cause;
      const reason = deadline.aborted
        ? `did not answer within ${this.#limits.seconds} s`
        : "cannot be reached";
      throw problem(
        "registry.unreachable",
        `The registry ${reason}.`,
        "Check PLUGIN_REGISTRY and the network, then try again.",
        502,
        cause,
      );
    }
  }
}

async function* bounded(body: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > most)
      throw problem(
        "registry.too_large",
        `The registry sent more than ${most} bytes.`,
        "The package is too large for a plugin.",
        502,
      );
    yield chunk;
  }
}

function pick(known: string[], wanted: string, tagged: unknown): string | undefined {
  if (known.includes(wanted)) return wanted;
  if (typeof tagged === "string" && known.includes(tagged)) return tagged;
  return semver.maxSatisfying(known, wanted) ?? undefined;
}

/** Subresource integrity where there is one; else the SHA-1 of old registries. */
function fits(archive: Buffer, integrity: unknown, shasum: unknown): boolean {
  if (typeof integrity === "string") {
    return integrity.split(/\s+/).some((each) => {
      const [, algorithm, expected] = /^(sha512|sha384|sha256)-(.+)$/.exec(each) ?? [];
      return algorithm !== undefined && createHash(algorithm).update(archive).digest("base64") === expected;
    });
  }
  return createHash("sha1").update(archive).digest("hex") === shasum;
}

function problem(
  code: string,
  message: string,
  hint: string,
  status: number,
  cause?: unknown,
): PlatformError {
  return new PlatformError(message, { code, status, hint, cause });
}

import { createReadStream } from "node:fs";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { PlatformError } from "@promostack/core";
import type { Config } from "../config/config.ts";
import { dispositionOf, typeOfExtension } from "./contentType.ts";
import { type Files, fileNotFound } from "./files.ts";
import type { TakenFile } from "./intake.ts";

/** How long the service may say nothing, in milliseconds. The client itself would wait for ever. */
const SILENCE_MS = 20_000;

/** Files in a bucket of any S3-compatible service. */
export class S3Files implements Files {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(config: NonNullable<Config["s3"]>, silenceMs = SILENCE_MS) {
    this.#bucket = config.bucket;
    this.#client = new S3Client({
      region: config.region,
      endpoint: config.endpoint,
      forcePathStyle: config.forcePathStyle,
      requestHandler: { connectionTimeout: 5_000, socketTimeout: silenceMs },
      credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
      // The newer checksums are Amazon's only: MinIO, Spaces and others refuse them in places.
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
  }

  async store(key: string, file: TakenFile): Promise<void> {
    await this.#send(key, () =>
      this.#client.send(
        new PutObjectCommand({
          Bucket: this.#bucket,
          Key: key,
          Body: createReadStream(file.path),
          ContentLength: file.bytes,
          ContentType: file.contentType,
          // The key names the content, so that it can never change.
          CacheControl: "private, max-age=31536000, immutable",
        }),
      ),
    );
  }

  async read(key: string): Promise<AsyncIterable<Uint8Array>> {
    const { Body } = await this.#send(key, () =>
      this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key })),
    );
    if (!Body) throw fileNotFound(key);
    return chunksOf(Body.transformToWebStream());
  }

  async remove(key: string): Promise<void> {
    await this.#send(key, () =>
      this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: key })),
    );
  }

  /** One by one: deleting many at once asks for checksums that not every service knows. */
  async removeAll(tenantId: string): Promise<void> {
    const Prefix = `${tenantId}/`;
    for (;;) {
      const { Contents = [], IsTruncated } = await this.#send(Prefix, () =>
        this.#client.send(new ListObjectsV2Command({ Bucket: this.#bucket, Prefix })),
      );
      for (const { Key } of Contents) if (Key !== undefined) await this.remove(Key);
      if (IsTruncated !== true) return;
    }
  }

  address(key: string, seconds: number): Promise<string> {
    const type = typeOfExtension(key.split(".").pop() ?? "");
    const command = new GetObjectCommand({
      Bucket: this.#bucket,
      Key: key,
      ResponseContentType: type,
      ResponseContentDisposition: dispositionOf(type, key),
    });
    return getSignedUrl(this.#client, command, { expiresIn: seconds });
  }

  async #send<Output>(key: string, request: () => Promise<Output>): Promise<Output> {
    try {
      return await request();
    } catch (error) {
      if (
        error instanceof S3ServiceException &&
        error.$metadata.httpStatusCode === 404 &&
        error.name !== "NoSuchBucket"
      ) {
        throw fileNotFound(key, error);
      }
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      throw new PlatformError(`The file service refused or did not answer (${reason}).`, {
        code: "file.service",
        status: 503,
        retryAfter: 10,
        hint: "Check S3_ENDPOINT, S3_BUCKET, S3_REGION and the keys; promostack doctor tries them.",
        cause: error,
      });
    }
  }
}

async function* chunksOf(stream: ReadableStream): AsyncIterable<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}

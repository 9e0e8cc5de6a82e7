import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { expect } from "chai";
import { createRemoteJWKSet, jwtVerify } from "jose";
import OpenAI from "openai";
import { type StandIn, startStandIn } from "./standIn.ts";

describe("the issuer, the model and the store, asked by the real clients", () => {
  let standIn: StandIn;
  let s3: S3Client;
  let openai: OpenAI;
  before(async () => {
    standIn = await startStandIn();
    s3 = new S3Client({
      endpoint: `${standIn.url}/s3`,
      region: "us-east-1",
      forcePathStyle: true,
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
      maxAttempts: 1,
    });
    openai = new OpenAI({ apiKey: "k", baseURL: `${standIn.url}/openai/v1`, maxRetries: 0 });
  });
  after(async () => {
    s3.destroy();
    await standIn.stop();
  });

  it("signs tokens that its published keys verify", async () => {
    const response = await fetch(`${standIn.url}/issuer/token`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: "http://dash.localhost:3000" },
      body: JSON.stringify({ email: "Owner@Aurum.test" }),
    });
    const { token } = Object(await response.json());
    const discovery = Object(
      await (await fetch(`${standIn.url}/issuer/.well-known/openid-configuration`)).json(),
    );
    expect(discovery.issuer).to.equal(`${standIn.url}/issuer`);
    const { payload, protectedHeader } = await jwtVerify(
      token,
      createRemoteJWKSet(new URL(discovery.jwks_uri)),
      {
        issuer: discovery.issuer,
        algorithms: ["RS256"],
      },
    );
    expect(protectedHeader.alg).to.equal("RS256");
    expect(payload).to.include({
      email: "owner@aurum.test",
      email_verified: true,
      azp: "http://dash.localhost:3000",
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).to.equal(12 * 3600);
    const people = Object(await (await fetch(`${standIn.url}/issuer/people`)).json());
    expect(people.items.map(({ email }: { email: string }) => email)).to.include("admin@promostack.test");
    const nobody = await fetch(`${standIn.url}/issuer/token`, { method: "POST", body: "{}" });
    expect(nobody.status).to.equal(400);
  });

  it("keeps one key, whatever number of hosts start at once", async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(async () =>
        JSON.stringify(await (await fetch(`${standIn.url}/issuer/.well-known/jwks.json`)).json()),
      ),
    );
    expect(new Set(answers).size).to.equal(1);
    expect(answers[0]).not.to.contain('"d"');
  });

  it("says what it was told to say, streamed or whole", async () => {
    await standIn.call("POST", "/scripts", { words: "gold", answer: "Gold is steady.", remaining: 2 });
    const messages = [{ role: "user" as const, content: "A line about GOLD, please" }];
    const whole = await openai.chat.completions.create({ model: "gpt-4o-mini", messages });
    expect(whole.choices[0]?.message.content).to.equal("Gold is steady.");
    const parts: string[] = [];
    for await (const part of await openai.chat.completions.create({
      model: "gpt-4o-mini",
      messages,
      stream: true,
    })) {
      parts.push(part.choices[0]?.delta.content ?? "");
    }
    expect(parts.join("")).to.equal("Gold is steady.");
    const other = await openai.responses.create({ model: "gpt-4o-mini", input: "gold again" });
    expect(other.output_text).to.contain("playground's answer");
  });

  it("fails as OpenAI fails", async () => {
    const ask = () =>
      openai.chat.completions.create({ model: "m", messages: [{ role: "user", content: "x" }] });
    await standIn.call("POST", "/faults", { service: "openai", kind: "rate", remaining: 1, retryAfter: 2 });
    expect(await ask().catch((error: unknown) => error)).to.be.instanceOf(OpenAI.RateLimitError);
    await standIn.call("POST", "/faults", { service: "openai", kind: "server", remaining: 1 });
    expect(await ask().catch((error: unknown) => error)).to.be.instanceOf(OpenAI.InternalServerError);
    const stranger = await fetch(`${standIn.url}/openai/v1/chat/completions`, { method: "POST" });
    expect(stranger.status).to.equal(401);
  });

  it("stores, reads, ranges, lists and deletes objects", async () => {
    const where = { Bucket: "files", Key: "tenant/ä b.txt" };
    const put = await s3.send(
      new PutObjectCommand({
        ...where,
        Body: "hello world",
        ContentType: "text/plain",
        Metadata: { who: "me" },
      }),
    );
    expect(put.ETag).to.equal('"5eb63bbbe01eeed093cb22bb8f5acdc3"');
    const got = await s3.send(new GetObjectCommand(where));
    expect(await got.Body?.transformToString()).to.equal("hello world");
    expect(got).to.deep.include({ ContentType: "text/plain", Metadata: { who: "me" }, ContentLength: 11 });
    const part = await s3.send(new GetObjectCommand({ ...where, Range: "bytes=6-" }));
    expect(await part.Body?.transformToString()).to.equal("world");
    expect(part.ContentRange).to.equal("bytes 6-10/11");
    expect((await s3.send(new HeadObjectCommand(where))).ContentLength).to.equal(11);
    for (const name of ["b", "a", "c"])
      await s3.send(new PutObjectCommand({ Bucket: "files", Key: `list/${name}`, Body: name }));
    const first = await s3.send(new ListObjectsV2Command({ Bucket: "files", Prefix: "list/", MaxKeys: 2 }));
    expect(first.Contents?.map(({ Key }) => Key)).to.deep.equal(["list/a", "list/b"]);
    const rest = await s3.send(
      new ListObjectsV2Command({
        Bucket: "files",
        Prefix: "list/",
        ContinuationToken: first.NextContinuationToken,
      }),
    );
    expect(rest.Contents?.map(({ Key }) => Key)).to.deep.equal(["list/c"]);
    const address = await getSignedUrl(s3, new GetObjectCommand(where), { expiresIn: 60 });
    expect(await (await fetch(address)).text()).to.equal("hello world");
    expect((await fetch(address.replace(/X-Amz-Date=\d{8}/, "X-Amz-Date=20200101"))).status).to.equal(403);
    expect((await fetch(`${standIn.url}/s3/files/list/a`)).status).to.equal(403);
    await s3.send(new DeleteObjectCommand(where));
    const gone = await s3.send(new GetObjectCommand(where)).catch((error: unknown) => Object(error).name);
    expect(gone).to.equal("NoSuchKey");
  });
});

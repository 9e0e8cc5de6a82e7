import type { KeyObject } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type CliOption, PlatformError } from "@promostack/core";
import { mistake } from "../mistake.ts";
import type { Options } from "./command.ts";
import { createParser } from "./eventLines.ts";

/** Between two looks at an install. */
const LOOK_MS = 200;

export const TO_OPTION: CliOption = {
  flags: "--to <address>",
  description: "address of the installation, such as https://promo.example; PROMOSTACK_URL when absent",
};

/** A published release, as an installation tells of it. */
export interface RemoteRelease {
  strategy: string;
  version: string;
  state: string;
  reason?: string;
  until?: string;
  replacement?: string;
  integrity: string;
  publisher: { name: string; fingerprint: string };
  publishedAt: string;
  activeAt?: string;
}

/** An install of a plugin at another installation, as it stands there. */
export interface RemoteInstall {
  id: string;
  plugin?: string;
  version?: string;
  state: "running" | "waiting" | "done" | "failed" | "cancelled";
  steps: {
    name: string;
    title: string;
    state: string;
    milliseconds?: number;
    note?: string;
    warnings?: string[];
  }[];
  consent?: { asks: string[]; adds: string[]; drops: string[]; publisher?: { fingerprint?: string } };
  failure?: { code: string; message: string; hint?: string; file?: string };
}

/** Another installation of the platform, over HTTP. Its refusals are raised here as they were there. */
export class Installation {
  readonly address: string;
  readonly #base: URL;
  readonly #signal: AbortSignal;

  constructor(options: Options, signal: AbortSignal) {
    const given = options.to ?? process.env.PROMOSTACK_URL;
    if (typeof given !== "string" || !URL.canParse(given)) {
      throw mistake(
        "Which installation?",
        "Name its address: --to http://localhost:3000 (or set PROMOSTACK_URL).",
      );
    }
    this.#base = new URL(given);
    this.address = this.#base.origin;
    // The sites' own names, such as admin.localhost, are this machine; browsers know that, not every resolver does.
    if (this.#base.hostname.endsWith(".localhost")) this.#base.hostname = "localhost";
    this.#signal = signal;
  }

  /** Sends an archive and tells of each step as it begins. */
  async publish(archive: Uint8Array, onStep: (step: string) => void): Promise<RemoteRelease> {
    const response = await this.#send("/api/strategies/releases", {
      method: "POST",
      body: new Uint8Array(archive),
      headers: { "content-type": "application/gzip", accept: "text/event-stream" },
    });
    const parser = createParser();
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      for (const { event, data } of parser(decoder.decode(chunk, { stream: true }))) {
        if (event === "step") onStep(String(data.step));
        if (event === "done") return Object(data);
        if (event === "failed") throw problemOf(data, 422);
      }
    }
    throw new PlatformError("The line to the installation broke before it answered.", {
      code: "installation.line_lost",
      status: 503,
      hint: "What was begun goes on there. Publish the same archive again: it answers what came of it.",
    });
  }

  async releases(strategy: string): Promise<RemoteRelease[]> {
    const response = await this.#send(`/api/strategies/${strategy}/releases`, {});
    return Object(await response.json()).items;
  }

  /** Changes a release's state by a request that the key signs. */
  async setState(
    strategy: string,
    version: string,
    change: { state: string; reason?: string; replacement?: string },
    key: KeyObject,
  ): Promise<RemoteRelease> {
    const { signRequest } = await import("../release/signedRequest.ts");
    const path = `/api/strategies/${strategy}/releases/${encodeURIComponent(version)}/state`;
    const body = JSON.stringify(change);
    const facts = { method: "PUT", host: this.#base.host, path, body };
    const response = await this.#send(path, {
      method: "PUT",
      body,
      headers: { "content-type": "application/json", "x-publisher-signature": signRequest(facts, key) },
    });
    return Object(await response.json());
  }

  /** A token of somebody whom the installation's own sign-in offers: only a playground has one. */
  async signIn(email: string): Promise<string> {
    const { local } = Object(await (await this.#send("/api/sign-in", {})).json());
    if (typeof local?.address !== "string")
      throw mistake(`${this.address} has no sign-in of its own.`, "Take an admin's session token: --token.");
    const body = JSON.stringify({ email });
    const headers = { "content-type": "application/json" };
    const issued = await this.#send(`${local.address}/token`, { method: "POST", body, headers });
    return String(Object(await issued.json()).token);
  }

  /** Uploads a plugin's archive as an admin, and tells how it stands until nothing more happens by itself. */
  async install(
    archive: Uint8Array,
    { name, token }: { name: string; token: string },
    onChange: (install: RemoteInstall) => void,
  ): Promise<RemoteInstall> {
    const authorization = `Bearer ${token}`;
    const begun = await this.#send(`/api/admin/installs?name=${encodeURIComponent(name)}`, {
      method: "POST",
      body: new Uint8Array(archive),
      headers: { authorization, "content-type": "application/gzip" },
    });
    return this.followInstall(String(Object(await begun.json()).id), token, onChange);
  }

  /** Tells of each look at an install, until it waits for somebody or is over. */
  async followInstall(
    id: string,
    token: string,
    onChange: (install: RemoteInstall) => void,
  ): Promise<RemoteInstall> {
    const headers = { authorization: `Bearer ${token}` };
    for (;;) {
      const answer = await this.#send(`/api/admin/installs/${encodeURIComponent(id)}`, { headers });
      const found: RemoteInstall = Object(await answer.json());
      onChange(found);
      if (found.state !== "running") return found;
      await sleep(LOOK_MS, undefined, { signal: this.#signal });
    }
  }

  /** Agrees, as an admin, to what a waiting install asks for and to the key that it is signed with. */
  async consent({ id, consent }: RemoteInstall, token: string): Promise<void> {
    await this.#send(`/api/admin/installs/${encodeURIComponent(id)}/consent`, {
      method: "POST",
      body: JSON.stringify({ fingerprint: consent?.publisher?.fingerprint }),
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    });
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const response = await fetch(new URL(path, this.#base), { ...init, signal: this.#signal }).catch(
      (cause: unknown) => {
        this.#signal.throwIfAborted();
        throw new PlatformError(`${this.address} does not answer.`, {
          code: "installation.away",
          status: 503,
          hint: "Check the address, and that the platform runs there.",
          cause,
        });
      },
    );
    if (response.ok) return response;
    const problem: unknown = await response.json().catch(() => ({}));
    throw problemOf(problem, response.status);
  }
}

function problemOf(problem: unknown, status: number): PlatformError {
  const { code, detail, hint, details } = Object(problem);
  return new PlatformError(typeof detail === "string" ? detail : `The installation answered ${status}.`, {
    code: typeof code === "string" ? code : "installation.refused",
    status: status >= 500 ? status : 422,
    ...(typeof hint === "string" && { hint }),
    ...(typeof details === "object" && details !== null && { details: { ...details } }),
  });
}

import { address, caller } from "../../kit/api/client.ts";
import { ApiError, refusalOf } from "../../kit/api/error.ts";

interface Upload {
  file: File;
  activate: boolean;
  signal: AbortSignal;
  /** Bytes that have left. */
  sent(bytes: number): void;
}

/** Sends an archive and answers the install's id. By XMLHttpRequest, since `fetch` does not say how much has left. */
export function uploadArchive({ file, activate, signal, sent }: Upload): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address("/api/admin/installs", { name: file.name, activate }));
    request.setRequestHeader("content-type", "application/gzip");
    request.setRequestHeader("accept", "application/json");
    if (caller.csrf !== undefined) request.setRequestHeader("x-csrf", caller.csrf);
    request.upload.addEventListener("progress", ({ loaded }) => sent(loaded));
    request.addEventListener("load", () => {
      if (request.status === 202) resolve(idIn(request.responseText));
      else refusalOf(answerOf(request)).then(reject, reject);
    });
    request.addEventListener("error", () => reject(lost()));
    request.addEventListener("abort", () => reject(signal.reason));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

function idIn(text: string): string {
  const answer: unknown = JSON.parse(text);
  return typeof answer === "object" && answer !== null && "id" in answer ? String(answer.id) : "";
}

function answerOf(request: XMLHttpRequest): Response {
  const type = request.getResponseHeader("content-type") ?? "text/plain";
  return new Response(request.responseText, { status: request.status, headers: { "content-type": type } });
}

function lost(): ApiError {
  return new ApiError("The upload broke off.", {
    status: 0,
    code: "http.unreachable",
    hint: "Check the line to the server, then send it again: nothing was installed.",
  });
}

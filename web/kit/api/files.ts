import { type Ask, address, callerHeaders, type Query, send } from "./client.ts";
import { ApiError, refusalOf } from "./error.ts";

const SEND_AGAIN = "Check the connection, then send it again.";

/** Asks for a file. Raises ApiError. */
export async function askFile(path: string, options: Ask = {}): Promise<Blob> {
  const response = await send(path, { ...options, headers: { accept: "*/*", ...options.headers } });
  if (!response.ok) throw await refusalOf(response);
  return response.blob();
}

/** Hands a file to the reader. */
export function saveFile(name: string, file: Blob): void {
  const link = document.createElement("a");
  const url = URL.createObjectURL(file);
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** A file's name from a title: `spring-sale.coupon.json`. */
export function fileName(title: string, ending: string): string {
  return `${title.replace(/[^\p{L}\p{N}]+/gu, "-").toLowerCase()}.${ending}`;
}

export interface UploadOptions {
  query?: Query;
  /** Media type that the route takes. Default: `application/octet-stream`. */
  type?: string;
  /** How much of it is on the way, from 0 to 1. */
  progress?: (done: number) => void;
  signal?: AbortSignal;
  /** What a person can do where the line breaks. Default: to send it again. */
  hint?: string;
}

/** Sends a file as it is, and says how far it is: `fetch` cannot. Raises ApiError, or the signal's reason. */
export function upload<Body>(
  path: string,
  file: Blob,
  { query, type = "application/octet-stream", progress, signal, hint = SEND_AGAIN }: UploadOptions = {},
): Promise<Body> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address(path, query));
    const headers = { accept: "application/json", "content-type": type };
    for (const [name, value] of Object.entries({ ...headers, ...callerHeaders(true) }))
      request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => progress?.(total === 0 ? 0 : loaded / total);
    request.onerror = () =>
      reject(new ApiError("The upload broke off.", { status: 0, code: "network", hint }));
    request.onabort = () => reject(signal?.reason ?? new Error("The upload was cancelled."));
    request.onload = () => {
      const { status, responseText } = request;
      if (status >= 200 && status < 300) {
        const body: Body = JSON.parse(responseText);
        resolve(body);
        return;
      }
      const retry = request.getResponseHeader("retry-after");
      const answer = new Response(responseText, {
        status,
        headers: retry === null ? {} : { "retry-after": retry },
      });
      void refusalOf(answer).then(reject);
    };
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

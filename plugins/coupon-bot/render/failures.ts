import { PlatformError } from "@promostack/core";

/** Everything that can go wrong with a picture, by code. */
export function busy(): PlatformError {
  return new PlatformError("Too many pictures are being drawn.", {
    code: "picture.busy",
    status: 503,
    retryAfter: 2,
    hint: "Try again in a moment.",
  });
}

export function tooSlow(): PlatformError {
  return new PlatformError("The picture took too long to draw.", {
    code: "picture.timeout",
    status: 503,
    retryAfter: 5,
    hint: "Try again; if it happens again, make the template simpler.",
  });
}

export function tooHeavy(): PlatformError {
  return new PlatformError("The picture needs too much memory.", {
    code: "picture.too_heavy",
    status: 422,
    hint: "Make the template simpler: fewer layers with shadows, smaller photos.",
  });
}

export function failed(message: string, cause?: unknown): PlatformError {
  return new PlatformError(message, {
    code: "picture.failed",
    status: 500,
    hint: "Try again.",
    cause,
  });
}

export function assetUnavailable(cause: unknown): PlatformError {
  return new PlatformError("A file that the picture needs could not be loaded.", {
    code: "picture.asset_unavailable",
    status: 503,
    retryAfter: 5,
    hint: "Try again; if it happens again, upload the picture or font anew.",
    cause,
  });
}

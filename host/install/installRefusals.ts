import { PlatformError } from "@promostack/core";

export function notWaiting(state: string): PlatformError {
  return new PlatformError(`The install is ${state}, and waits for nobody.`, {
    code: "install.not_waiting",
    status: 409,
    hint: "Look at the install again.",
  });
}

export function over(state: string): PlatformError {
  return new PlatformError(`The install is ${state} already.`, {
    code: "install.over",
    status: 409,
    hint: "Roll back or uninstall what it brought.",
  });
}

export function otherFingerprint(): PlatformError {
  return new PlatformError(
    "Nobody here has approved this publisher: the consent has to name the key's fingerprint.",
    {
      code: "install.fingerprint",
      status: 409,
      hint: "Compare the fingerprint with one that the publisher gave you another way, and send it along.",
    },
  );
}

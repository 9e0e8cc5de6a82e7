import { PlatformError } from "@promostack/core";

/** Whom an address leads to: `shop.example`. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : "";
}

/** Blanks stand behind the host: whoever types a code does not choose whom we call. Raises `codes.address`. */
export function refuseAddress(address: string): void {
  const [, host = ""] = /^https?:\/\/([^/?#]*)/.exec(address) ?? [];
  if (URL.canParse(address) && !host.includes("{") && !host.includes("@")) return;
  throw new PlatformError("This is no address that can be asked.", {
    code: "codes.address",
    status: 422,
    hint: "Write it whole, such as https://shop.example/api/coupons/{code}; blanks stand behind the host.",
  });
}

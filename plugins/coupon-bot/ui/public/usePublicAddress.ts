import { usePlace } from "@promostack/web/kit";

/** Address of the tenant's public pages, as visitors type it: on the installation's own name, not the dash's. */
export function usePublicAddress(): string {
  const { tenant } = usePlace();
  const { protocol, host } = window.location;
  return `${protocol}//${host.replace(/^dash\./, "")}/t/${tenant?.slug ?? ""}/coupons`;
}

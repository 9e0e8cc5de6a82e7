import type { EndpointPlan, ListPlan } from "../../codes/plans.ts";

export const NEW_LIST: ListPlan = { fields: {}, texts: {} };

/** How servers commonly answer; what a line means is for the tenant to check. */
export const PRESETS: Readonly<Record<"field" | "status" | "reason", EndpointPlan["meanings"]>> = {
  field: [
    { statuses: "2xx", path: "valid", equals: "true", means: "valid" },
    { statuses: "2xx", path: "valid", equals: "false", means: "unknown" },
  ],
  status: [
    { statuses: "2xx", path: "", equals: "", means: "valid" },
    { statuses: "404", path: "", equals: "", means: "unknown" },
    { statuses: "410", path: "", equals: "", means: "expired" },
  ],
  reason: [
    { statuses: "2xx", path: "status", equals: "active, valid", means: "valid" },
    { statuses: "2xx", path: "status", equals: "expired", means: "expired" },
    { statuses: "2xx", path: "status", equals: "used", means: "used_up" },
    { statuses: "2xx, 404", path: "status", equals: "unknown", means: "unknown" },
  ],
};
export type Preset = keyof typeof PRESETS;

export const NEW_ENDPOINT: EndpointPlan = {
  address: "https://shop.example/api/coupons/{code}",
  method: "GET",
  headers: [],
  secretHeader: "",
  body: '{"code": "{code}"}',
  bodyType: "json",
  meanings: PRESETS.field,
  values: {},
  texts: {},
};

import { call, useAct, useGo } from "@promostack/web/kit";
import type { Offer, ValidatorDetail } from "../../codes/api.ts";
import { NEW_ENDPOINT, NEW_LIST } from "./newPlans.ts";
import { CONTRIBUTIONS, ENDPOINTS, LISTS, VALIDATORS } from "./paths.ts";
import { words as W } from "./texts.ts";

export type NewValidator =
  | { kind: "list" }
  | { kind: "endpoint" }
  | { kind: "contributed"; offer: Offer; input: object };

/** Makes one that nobody is asked by yet, and goes to its page. */
export function useNewValidator() {
  const go = useGo();
  return useAct<NewValidator, ValidatorDetail>({
    act: (wanted) => {
      const [path, body] = sent(wanted);
      return call<ValidatorDetail>(path, { method: "POST", body });
    },
    changes: [VALIDATORS],
    onDone: ({ row }) => go(`/codes/${row.id}`),
  });
}

function sent(wanted: NewValidator): [string, unknown] {
  switch (wanted.kind) {
    case "list":
      return [LISTS, { title: W.newList, plan: NEW_LIST }];
    case "endpoint":
      return [ENDPOINTS, { title: W.newEndpoint, plan: NEW_ENDPOINT }];
    case "contributed": {
      const { offer, input } = wanted;
      const { plugin, name, title } = offer;
      return [CONTRIBUTIONS, { title, plan: { plugin, name, input, texts: {} } }];
    }
  }
}

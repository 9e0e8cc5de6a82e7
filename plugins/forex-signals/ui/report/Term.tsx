import { Explained } from "@promostack/web/kit";
import { DEFINITIONS, type FigureName } from "../../report/definitions.ts";

/** A figure's name with its definition on hover. */
export function Term({ name }: { name: FigureName }) {
  const { label, meaning } = DEFINITIONS[name];
  return <Explained meaning={meaning}>{label}</Explained>;
}

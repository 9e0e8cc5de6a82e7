import { UnstyledButton } from "@mantine/core";
import { useAddress } from "@promostack/web/kit";
import type { ReactNode } from "react";
import { type Grouping, sliceOf } from "./slice.ts";
import { words as W } from "./texts.ts";

/** Where the list of trades stands on the page. */
export const TRADES = "trades";

interface LeadProps {
  of: Grouping;
  name: string;
  /** What it counts, for those who hear it without its column. */
  label: string;
  children: ReactNode;
}

/** A figure that leads to the trades it counts, further down: the list is narrowed in the address. */
export function Lead({ of, name, label, children }: LeadProps) {
  const [, change] = useAddress();
  return (
    <UnstyledButton
      fz="inherit"
      fw="inherit"
      td="underline"
      aria-label={W.leadTo(label)}
      onClick={() => {
        change({ slice: sliceOf(of, name) });
        const list = document.getElementById(TRADES);
        list?.scrollIntoView({ block: "start" });
        list?.focus({ preventScroll: true });
      }}
      style={{ textDecorationStyle: "dotted", textUnderlineOffset: 3 }}
    >
      {children}
    </UnstyledButton>
  );
}

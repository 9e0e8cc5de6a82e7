import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { PersonSelectProps } from "./PersonSelect.tsx";
import type { SendTimeProps } from "./SendTime.tsx";
import type { TestSendProps } from "./TestSend.tsx";

const Times = lazy(() => import("./SendTime.tsx"));
const Person = lazy(() => import("./PersonSelect.tsx"));
const Test = lazy(() => import("./TestSend.tsx"));

/** When a message goes out; comes with the first page that asks. */
export function SendTime(props: SendTimeProps) {
  return (
    <Suspense fallback={<Skeleton h={150} />}>
      <Times {...props} />
    </Suspense>
  );
}

/** A message to one person, to try it; comes with the first page that offers it. */
export function TestSend(props: TestSendProps) {
  return (
    <Suspense fallback={<Skeleton h={210} />}>
      <Test {...props} />
    </Suspense>
  );
}

/** One of the people; comes with the first page that asks. */
export function PersonSelect(props: PersonSelectProps) {
  return (
    <Suspense fallback={<Skeleton h={58} />}>
      <Person {...props} />
    </Suspense>
  );
}

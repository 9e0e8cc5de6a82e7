import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { SchemaFormProps } from "./SchemaForm.tsx";

const Form = lazy(() => import("./SchemaForm.tsx").then(({ SchemaForm }) => ({ default: SchemaForm })));

/** A form drawn from a schema; what draws it comes when a page shows one. */
export function SchemaForm(props: SchemaFormProps) {
  return (
    <Suspense fallback={<Skeleton h={320} />}>
      <Form {...props} />
    </Suspense>
  );
}

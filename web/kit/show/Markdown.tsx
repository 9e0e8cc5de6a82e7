import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";

const Tree = lazy(() => import("./MarkdownTree.tsx").then(({ MarkdownTree }) => ({ default: MarkdownTree })));

/** What a stranger wrote in Markdown, without markup of theirs; what reads it comes when a page shows one. */
export function Markdown({ text }: { text: string }) {
  return (
    <Suspense fallback={<Skeleton h={120} />}>
      <Tree text={text} />
    </Suspense>
  );
}

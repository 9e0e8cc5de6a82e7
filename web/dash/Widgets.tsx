import { Skeleton } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { type ComponentType, Suspense } from "react";
import type { CataloguePlugin } from "../api/plugins.ts";
import { Boundary } from "../kit/page/Boundary.tsx";
import { texts } from "../kit/texts.ts";
import { hasIt } from "../shell/catalogue.ts";
import { pluginUi } from "../shell/pluginModules.ts";

interface PlacedWidget {
  key: string;
  title: string;
  Card: ComponentType;
}

/** Cards that the tenant's plugins announce for the home page; those whose module is on its way keep their place. */
export function useWidgets(plugins: readonly CataloguePlugin[] = []): PlacedWidget[] {
  const bringers = plugins.filter((plugin) => hasIt(plugin) && plugin.widgets.length > 0);
  return useQueries({
    queries: bringers.map(({ id, ui }) => pluginUi(id, ui)),
    combine: (results) =>
      results.flatMap(({ data, error, isPending }, index) =>
        isPending ? waiting(bringers[index]) : placed(bringers[index], data?.widgets ?? {}, error),
      ),
  });
}

function placed(
  plugin: CataloguePlugin | undefined,
  cards: Record<string, ComponentType>,
  error: Error | null,
): PlacedWidget[] {
  if (plugin === undefined) return [];
  return plugin.widgets.flatMap(({ id, title }) => {
    const Card = error === null ? cards[id] : brokenBy(error);
    return Card === undefined ? [] : [{ key: `${plugin.id}/${id}`, title, Card }];
  });
}

function waiting(plugin: CataloguePlugin | undefined): PlacedWidget[] {
  if (plugin === undefined) return [];
  return plugin.widgets.map(({ id, title }) => ({ key: `${plugin.id}/${id}`, title, Card: Waiting }));
}

function Waiting() {
  return <Skeleton h={92} />;
}

/** A module that did not load shows in its own place, like one that fails later. */
function brokenBy(error: Error): ComponentType {
  return function Broken() {
    throw error;
  };
}

/** One card, whose failure stays in its place. */
export function Widget({ widget: { title, Card } }: { widget: PlacedWidget }) {
  const explain = (error: Error) =>
    new Error(`${texts.slot.widgetFailed(title)}: ${error.message}`, { cause: error });
  return (
    <Boundary resetKey={title} explain={explain}>
      <Suspense fallback={<Skeleton h={92} />}>
        <Card />
      </Suspense>
    </Boundary>
  );
}

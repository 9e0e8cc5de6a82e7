import { QueryClientProvider } from "@tanstack/react-query";
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
  RouterProvider,
} from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueries } from "../kit/api/queries.ts";
import { parseSearch, stringifySearch } from "../kit/page/address.ts";
import { ErrorState } from "../kit/show/states.tsx";
import { ThemeRoot } from "../theme/ThemeRoot.tsx";
import { PageWaiting } from "./PluginSlot.tsx";
import { SessionGate } from "./SessionGate.tsx";

type LoadPage = () => Promise<{ default: RouteComponent }>;

/** Puts a site on the page: its frame, and its pages by address, each loaded when it is looked at. */
export function startSite(frame: RouteComponent, pages: Record<string, LoadPage>): void {
  const root = createRootRoute({ component: frame });
  const routes = Object.entries(pages).map(([path, load]) =>
    createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) }),
  );
  const router = createRouter({
    routeTree: root.addChildren(routes),
    parseSearch,
    stringifySearch,
    defaultPreload: "intent",
    defaultPendingComponent: PageWaiting,
    defaultPendingMs: 150,
    defaultErrorComponent: ({ error, reset }) => (
      <ErrorState error={error instanceof Error ? error : new Error(String(error))} retry={reset} />
    ),
    scrollRestoration: true,
  });
  const place = document.getElementById("root");
  if (place === null) throw new Error("The page lacks its root element.");
  createRoot(place).render(
    <StrictMode>
      <ThemeRoot>
        <QueryClientProvider client={createQueries()}>
          <SessionGate>
            <RouterProvider router={router} />
          </SessionGate>
        </QueryClientProvider>
      </ThemeRoot>
    </StrictMode>,
  );
}

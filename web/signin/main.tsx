import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { createQueries } from "../kit/api/queries.ts";
import { ThemeRoot } from "../theme/ThemeRoot.tsx";

const SignIn = lazy(() => import("./SignIn.tsx"));
const place = document.getElementById("root");
if (place === null) throw new Error("The page lacks its root element.");
createRoot(place).render(
  <StrictMode>
    <ThemeRoot>
      <QueryClientProvider client={createQueries()}>
        <Suspense fallback={null}>
          <SignIn />
        </Suspense>
      </QueryClientProvider>
    </ThemeRoot>
  </StrictMode>,
);

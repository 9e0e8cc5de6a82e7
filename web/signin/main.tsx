import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueries } from "../kit/api/queries.ts";
import { ThemeRoot } from "../theme/ThemeRoot.tsx";
import { SignIn } from "./SignIn.tsx";

const place = document.getElementById("root");
if (place === null) throw new Error("The page lacks its root element.");
createRoot(place).render(
  <StrictMode>
    <ThemeRoot>
      <QueryClientProvider client={createQueries()}>
        <SignIn />
      </QueryClientProvider>
    </ThemeRoot>
  </StrictMode>,
);

import "@mantine/core/styles.css";
import "./fonts.css";
import "./base.css";
import { DirectionProvider, localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { lazy, type ReactNode, Suspense } from "react";
import { cssVariables, theme } from "./theme.ts";

const Notices = lazy(() => import("./Notices.tsx"));
const schemes = localStorageColorSchemeManager({ key: "promostack.theme" });

/**
 * Look of every page: tokens, fonts, light and dark by the reader's choice or the system's, notices in a corner. The direction of
 * reading is the page's own (`<html dir>`).
 */
export function ThemeRoot({ children }: { children: ReactNode }) {
  return (
    <DirectionProvider>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={schemes}
        defaultColorScheme="auto"
      >
        {children}
        <Suspense fallback={null}>
          <Notices />
        </Suspense>
      </MantineProvider>
    </DirectionProvider>
  );
}

import { type CSSVariablesResolver, createTheme, rem } from "@mantine/core";
import { amber, blue, coral, dark, gold, gray, teal } from "./palette.ts";

const FONT = '"Inter Variable", "Inter Fallback", system-ui, sans-serif';

export const theme = createTheme({
  colors: {
    gray,
    dark,
    gold,
    teal,
    coral,
    amber,
    blue,
    red: coral,
    green: teal,
    yellow: amber,
    orange: amber,
  },
  primaryColor: "gold",
  primaryShade: { light: 5, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.28,
  black: "#171c24",
  fontFamily: FONT,
  fontFamilyMonospace: '"JetBrains Mono Variable", ui-monospace, monospace',
  headings: {
    fontFamily: FONT,
    fontWeight: "620",
    sizes: {
      h1: { fontSize: rem(22), lineHeight: "1.3" },
      h2: { fontSize: rem(17), lineHeight: "1.35" },
      h3: { fontSize: rem(15), lineHeight: "1.4" },
    },
  },
  fontSizes: { xs: rem(12), sm: rem(14), md: rem(14), lg: rem(16), xl: rem(20) },
  lineHeights: { xs: "1.4", sm: "1.5", md: "1.55", lg: "1.55", xl: "1.45" },
  spacing: { xs: rem(8), sm: rem(12), md: rem(16), lg: rem(24), xl: rem(32) },
  radius: { xs: rem(4), sm: rem(6), md: rem(8), lg: rem(12), xl: rem(16) },
  defaultRadius: "md",
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "sm" } },
    Badge: { defaultProps: { variant: "light", radius: "sm", tt: "none", fw: 550 } },
    Tooltip: {
      defaultProps: {
        withArrow: true,
        openDelay: 250,
        multiline: true,
        events: { hover: true, focus: true, touch: true },
        transitionProps: { duration: 100 },
      },
    },
    Modal: {
      defaultProps: {
        centered: true,
        transitionProps: { duration: 120 },
        overlayProps: { backgroundOpacity: 0.45 },
      },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 140 } } },
    Menu: { defaultProps: { transitionProps: { duration: 100 }, shadow: "md" } },
    Popover: { defaultProps: { transitionProps: { duration: 100 }, shadow: "md" } },
    Table: { defaultProps: { verticalSpacing: "xs", horizontalSpacing: "sm" } },
    // What scrolls sideways scrolls by keyboard too.
    TableScrollContainer: { defaultProps: { scrollAreaProps: { viewportProps: { tabIndex: 0 } } } },
    Anchor: { defaultProps: { underline: "hover" } },
    Paper: { defaultProps: { radius: "md" } },
  },
});

const TINTED = {
  gold,
  teal,
  coral,
  red: coral,
  green: teal,
  amber,
  yellow: amber,
  orange: amber,
  blue,
  gray,
};

/** Text on a colour's tint, dark enough on light and light enough on dark for WCAG AA. */
function tints(scheme: "light" | "dark"): Record<string, string> {
  return Object.fromEntries(
    Object.entries(TINTED).flatMap(([name, shades]) => {
      const ink = scheme === "light" ? shades[7] : shades[name === "gray" ? 4 : 3];
      const tint = scheme === "light" ? `${shades[4]}26` : `${shades[4]}2e`;
      return [
        [`--mantine-color-${name}-light`, tint],
        [`--mantine-color-${name}-light-color`, ink],
        [`--mantine-color-${name}-text`, ink],
        [`--mantine-color-${name}-outline`, ink],
      ];
    }),
  );
}

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...tints("light"),
    "--mantine-color-body": "#ffffff",
    "--mantine-color-dimmed": gray[6] ?? "",
    "--mantine-color-placeholder": gray[6] ?? "",
    "--mantine-color-disabled-color": gray[7] ?? "",
    "--mantine-color-error": coral[7] ?? "",
    "--mantine-color-anchor": gold[7] ?? "",
    "--mantine-color-default-border": gray[3] ?? "",
    "--ground": gray[0] ?? "",
    "--surface": "#ffffff",
    "--raised": gray[1] ?? "",
    "--line": gray[2] ?? "",
    "--ink-accent": gold[7] ?? "",
    "--ink-buy": teal[7] ?? "",
    "--ink-sell": coral[7] ?? "",
    "--ink-warn": amber[7] ?? "",
  },
  dark: {
    ...tints("dark"),
    "--mantine-color-body": "#151a21",
    "--mantine-color-dimmed": dark[2] ?? "",
    "--mantine-color-placeholder": dark[2] ?? "",
    "--mantine-color-disabled-color": dark[2] ?? "",
    "--mantine-color-error": coral[3] ?? "",
    "--mantine-color-anchor": gold[3] ?? "",
    "--mantine-color-default-border": dark[4] ?? "",
    "--ground": "#0e1217",
    "--surface": "#151a21",
    "--raised": dark[6] ?? "",
    "--line": "#252c36",
    "--ink-accent": gold[3] ?? "",
    "--ink-buy": teal[3] ?? "",
    "--ink-sell": coral[3] ?? "",
    "--ink-warn": amber[3] ?? "",
  },
});

import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { importMap, sharedEntries } from "./build/importMap.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * What the forms' library brings and ours never runs: a validator that compiles schemas to functions (the pages' policy
 * forbids that; kit/form/validator.ts interprets them), named only by a test helper, and a markdown renderer for
 * descriptions, which are plain text here.
 */
const EMPTY: Record<string, string> = {
  "@rjsf/validator-ajv8": "export default {};",
  "markdown-to-jsx/react": "export const Markdown = ({ children }) => children ?? null;",
};
const withoutCompilers: Plugin = {
  name: "without-compilers",
  enforce: "pre",
  resolveId: (id) => (id in EMPTY ? `\0${id}` : undefined),
  load: (id) => EMPTY[id.replace("\0", "")],
};

/** One build, three pages: the host serves each by the name it is called with. */
export default defineConfig({
  root: here("."),
  resolve: { alias: { "@promostack/ui": here("./ui/index.ts") } },
  plugins: [react(), withoutCompilers, importMap(["dash.html", "admin.html"])],
  build: {
    outDir: here("./dist"),
    emptyOutDir: true,
    target: "es2023",
    // One style sheet: what the kit looks like must be there for pages that no chunk of this build announces.
    cssCodeSplit: false,
    // A file of its own for each: the content security policy allows no inline script, and styles stay cacheable.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      // The shared modules keep their exports under their own names: pages that know nothing of this build import them.
      preserveEntrySignatures: "exports-only",
      output: {
        // What every page needs comes in few files, which pack better and stay in the browser's cache from release to release.
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: "tanstack", test: /node_modules[\\/]@tanstack[\\/](?!react-table|table-core)/ },
            {
              name: "mantine",
              test: /node_modules[\\/](@floating-ui|clsx|tabbable|@mantine[\\/]core[\\/]esm[\\/](core|utils|components[\\/](Box|Button|Text|Group|Stack|Title|Tooltip|Popover|Menu|ActionIcon|UnstyledButton|Transition|Portal|Loader|Skeleton|Badge|Burger|Alert|FocusTrap|CloseButton)[\\/]))/,
            },
            {
              name: "inputs",
              test: /node_modules[\\/]@mantine[\\/]core[\\/]esm[\\/]components[\\/](Input|InputBase|InputsGroupFieldset|InlineInput|Combobox|Select|TextInput|Checkbox|ScrollArea|Paper|Flex|SimpleGrid)[\\/]/,
            },
          ],
        },
      },
      input: {
        dash: here("./dash.html"),
        admin: here("./admin.html"),
        signin: here("./signin.html"),
        ...sharedEntries,
      },
    },
  },
  server: { port: 5173, proxy: { "/api": "http://dash.localhost:3000" } },
});

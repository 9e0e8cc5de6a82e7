import path from "node:path";
import { fileURLToPath } from "node:url";
import { ENGINE } from "../plugin/engine.ts";
import { checkName, titleOf } from "./folderName.ts";
import { compilerOptions, fillTemplate, INSTALLATION, json, toInstallation } from "./installation.ts";
import { LINKS, type NewFolder, writeNewFolder } from "./newFolder.ts";

const TEMPLATE = fileURLToPath(new URL("./template", import.meta.url));

/** What a page may import, by where its types stand in the installation. */
const PAGE_TYPES = {
  "@promostack/ui": "@promostack/web/ui/index.ts",
  react: "@types/react",
  "react/jsx-runtime": "@types/react/jsx-runtime.d.ts",
  "react-dom": "@types/react-dom",
  "@mantine/core": "@mantine/core",
  "@tanstack/react-query": "@tanstack/react-query",
};

/** Writes the folder `<cwd>/<name>` of a new plugin that passes its tests. */
export async function createPlugin(name: string, cwd: string): Promise<NewFolder> {
  checkName(name, "plugin");
  return writeNewFolder(name, cwd, async (home) => ({
    files: await scaffold(name, home),
    links: isBundled(home) ? {} : { ...LINKS, "@promostack/web": "web" },
  }));
}

/** True for a folder in the installation's own plugins/: its workspace finds what it imports. */
function isBundled(home: string): boolean {
  return path.dirname(home) === path.join(INSTALLATION, "plugins");
}

async function scaffold(id: string, home: string): Promise<Map<string, string>> {
  const title = titleOf(id);
  const files = await fillTemplate(TEMPLATE, { id, title });
  files.set("plugin.json", json(manifest(id, title, home)));
  files.set("package.json", json(packageOf(id, home)));
  if (!isBundled(home)) {
    files.set("tsconfig.json", json(typesOf(home)));
    files.set(".gitignore", "node_modules/\n.data/\nui/dist/\n*.tgz\n");
  }
  return files;
}

function manifest(id: string, title: string, home: string) {
  const event = `${id}.note-written@1`;
  return {
    $schema: toInstallation(home, "plugin.schema.json"),
    id,
    kind: "plugin",
    version: "0.1.0",
    title,
    summary: "Keeps a tenant's notes, written on a page or in the bot.",
    icon: "notes",
    publisher: { name: "Me" },
    license: "MIT",
    entry: "index.ts",
    engine: { host: `>=${ENGINE.host} <1.0.0`, api: `^${ENGINE.api}` },
    capabilities: {
      db: {},
      telegram: { roles: ["message_bot"], updates: ["message"], send: true },
      events: { publishes: [event], subscribes: [event] },
      ui: true,
    },
    tenancy: { scope: "tenant", default: "disabled" },
    settings: {
      type: "object",
      properties: {
        thanks: {
          type: "string",
          title: "Answer to a note",
          default: "Noted.",
          minLength: 1,
          maxLength: 200,
        },
        keepDays: {
          type: "integer",
          title: "Days that notes are kept",
          default: 90,
          minimum: 1,
          maximum: 3_650,
        },
      },
      additionalProperties: false,
    },
    settingsExample: { thanks: "Got it!", keepDays: 30 },
    settingsVersion: 1,
    migrations: { head: 1, breaking: 0 },
    contributes: {
      jobs: [
        { name: "tidy", title: "Removes old notes", schedule: "0 3 * * *", timezone: "UTC", scope: "tenant" },
      ],
      events: [
        {
          name: event,
          title: "A note was written",
          schema: {
            type: "object",
            properties: { id: { type: "string" }, text: { type: "string" } },
            required: ["id", "text"],
            additionalProperties: false,
          },
        },
      ],
      commands: [{ command: "note", description: "Write a note", role: "message_bot" }],
      pages: [{ site: "dash", path: `/${id}`, title, icon: "notes" }],
    },
  };
}

function packageOf(name: string, home: string) {
  const bundled = isBundled(home);
  const local = (room: string) => `file:${toInstallation(home, room)}`;
  return {
    name: bundled ? `@promostack/plugin-${name}` : name,
    version: "0.1.0",
    private: true,
    license: "MIT",
    type: "module",
    scripts: { dev: "promostack plugin dev", test: "promostack plugin test" },
    dependencies: { "@promostack/core": bundled ? "*" : local("core") },
    ...(!bundled && {
      devDependencies: { "@promostack/host": local("host"), "@promostack/web": local("web") },
    }),
  };
}

/** Pages are for a browser and are bundled: their types are checked with the plugin's. */
function typesOf(home: string) {
  const options = compilerOptions(home);
  const paths = Object.entries(PAGE_TYPES).map(([name, place]) => [
    name,
    [toInstallation(home, `node_modules/${place}`)],
  ]);
  return {
    compilerOptions: {
      ...options,
      typeRoots: [...options.typeRoots, toInstallation(home, "node_modules")],
      types: [...options.types, "vite/client"],
      lib: ["ES2023", "DOM", "DOM.Iterable", "ESNext.Disposable"],
      jsx: "react-jsx",
      paths: Object.fromEntries(paths),
    },
    exclude: ["node_modules", "ui/dist"],
  };
}

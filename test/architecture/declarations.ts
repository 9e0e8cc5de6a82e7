import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ROOT } from "./sources.ts";

/** One top-level declaration of core, as the compiler writes it for those who import it. */
export interface Declaration {
  name: string;
  /** False for what only stands in the types of others. */
  exported: boolean;
  /** Its comment as plain text. */
  comment: string;
  /** The declaration with the comments inside it, without `export` and `declare`. */
  text: string;
}

/** A file of core that an entry point passes on. */
export interface Module {
  /** Path below core, without its ending: `list/list`. */
  name: string;
  declarations: Declaration[];
}

/** Everything that an entry point of core exports, in its own order, by the compiler's word. */
export function exportedModules(entry: "index" | "strategy/index"): Module[] {
  const folder = mkdtempSync(path.join(tmpdir(), "promostack-api-"));
  try {
    execFileSync(
      path.join(ROOT, "node_modules/.bin/tsc"),
      [...OPTIONS, "--outDir", folder, `core/${entry}.ts`],
      {
        cwd: ROOT,
      },
    );
    const read = (name: string) => readFileSync(path.join(folder, `${name}.d.ts`), "utf8");
    const base = path.posix.dirname(entry);
    const passedOn = [...read(entry).matchAll(/^export (?:type )?\* from "\.\/(.+)\.ts";/gm)];
    return passedOn.map(([, name = ""]) => ({
      name: path.posix.join(base, name),
      declarations: declarationsIn(read(path.posix.join(base, name))),
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const OPTIONS = (
  "--ignoreConfig --declaration --emitDeclarationOnly --rootDir core --types node --target ES2023 --module NodeNext " +
  "--strict --verbatimModuleSyntax --allowImportingTsExtensions --skipLibCheck"
).split(" ");

/** The compiler's output is regular: what is at top level begins at the line's beginning. */
function declarationsIn(text: string): Declaration[] {
  const statements = text.split(/^(?=\/\*\*|(?:export|declare|interface|type|import)\b)/m);
  const found: Declaration[] = [];
  let comment = "";
  for (const statement of statements) {
    if (statement.startsWith("/**")) comment = plain(statement);
    else if (!statement.startsWith("import")) {
      const match = NAMED.exec(statement);
      if (match?.[2]) {
        const exported = statement.startsWith("export");
        const body = statement.replace(/^(export )?(declare )?/, "").trim();
        found.push({ name: match[2], exported, comment, text: body.replaceAll("    ", "  ") });
      }
      comment = "";
    }
  }
  return found;
}

const NAMED =
  /^(?:export )?(?:declare )?(?:abstract )?(interface|type|class|function|const|let|enum|namespace) ([\w$]+)/;

function plain(comment: string): string {
  return comment
    .replace(/^\/\*\*|\*\/\s*$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trim())
    .join(" ")
    .trim();
}

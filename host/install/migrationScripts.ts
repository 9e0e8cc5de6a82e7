import type { ReleaseContents } from "../release/readArchive.ts";
import { refusal } from "../release/refusal.ts";

/** What a script may not say, since the check after it ran would come too late: it reaches out of the transaction, or of the database. */
const FORBIDDEN: readonly [RegExp, string][] = [
  [/\bcopy\b[^;]*\b(program|from\s+'|to\s+')/i, "reads or writes files of the database's machine"],
  [
    /\bpg_(read|ls|stat)_\w*(file|dir)\w*|\blo_(import|export)\b/i,
    "reads or writes files of the database's machine",
  ],
  [/\balter\s+(system|database|role|user|group)\b/i, "changes the database server"],
  [
    /\b(create|drop)\s+(role|user|group|database|tablespace|extension|language|event\s+trigger|server|subscription|publication)\b/i,
    "changes the database server",
  ],
  [
    /\b(set|reset)\s+(session\s+|local\s+)?(role|authorization|session\s+authorization)\b|\bset\s+session\s+authorization\b/i,
    "becomes another role",
  ],
  [/\bset_config\s*\(\s*'(role|session_authorization|search_path|row_security)'/i, "becomes another role"],
  [/\bsecurity\s+definer\b/i, "makes a function that runs with the owner's rights"],
  [/\bdblink\w*\b|\bpostgres_fdw\b/i, "connects to another database"],
  [
    /\bno\s+force\s+row\s+level\s+security\b|\bdisable\s+row\s+level\s+security\b/i,
    "switches row security off",
  ],
  [
    /\blanguage\s+(?!plpgsql\b|sql\b|'plpgsql'|'sql')[\w']+\s+(as|immutable|stable|volatile)\b|\blanguage\s+'?(c|plpython\w*|plperl\w*|pltcl\w*)'?\b/i,
    "runs code of another language in the database",
  ],
  [
    /\bpg_(terminate|cancel)_backend\b|\bpg_advisory_unlock_all\b|\bpg_reload_conf\b/i,
    "stops what others do",
  ],
];

/** Holds an archive's migrations against what may never stand in one. Raises `migration.forbidden` as a refusal that names the file. */
export function checkMigrationScripts(files: ReleaseContents): void {
  for (const [path, bytes] of files) {
    if (!/^migrations\/.+\.sql$/.test(path)) continue;
    const script = withoutComments(bytes.toString("utf8"));
    const found = FORBIDDEN.find(([pattern]) => pattern.test(script));
    if (found === undefined) continue;
    const [pattern, why] = found;
    const words = pattern.exec(script)?.[0].replace(/\s+/g, " ").slice(0, 60);
    throw refusal(
      "forbidden_sql",
      `${path} ${why}: ${words}.`,
      "A plugin's migrations work on the plugin's own tables only.",
    );
  }
}

/** Comments may say anything; a comment within a word must not hide it. */
function withoutComments(script: string): string {
  return script.replace(/\/\*[\s\S]*?\*\//g, " ").replace(/--[^\n]*/g, " ");
}

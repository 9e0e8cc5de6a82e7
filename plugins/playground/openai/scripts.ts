import type { Transaction } from "@promostack/core";

export interface Script {
  id: number;
  words: string;
  answer: string;
  remaining: number | null;
}

const COLUMNS = "id, words, answer, remaining";

export function listScripts(trx: Transaction): Promise<Script[]> {
  return trx.many<Script>(
    `select ${COLUMNS} from script where remaining is null or remaining > 0 order by id`,
  );
}

export async function addScript(
  trx: Transaction,
  script: { words?: string; answer: string; remaining?: number },
): Promise<Script> {
  const row = await trx.one<Script>(
    `insert into script (words, answer, remaining) values ($1, $2, $3) returning ${COLUMNS}`,
    [script.words ?? "", script.answer, script.remaining ?? null],
  );
  if (!row) throw new Error("An insert returned no row.");
  return row;
}

export function removeScript(trx: Transaction, id: number): Promise<number> {
  return trx.run("delete from script where id = $1", [id]);
}

/** The answer to a prompt: of the oldest script whose words occur in it, used up by one; or words of the playground's own. */
export async function answerTo(trx: Transaction, prompt: string): Promise<string> {
  const script = await trx.one<Script>(
    `select ${COLUMNS} from script where (remaining is null or remaining > 0) and position(lower(words) in lower($1)) > 0
     order by id limit 1 for update`,
    [prompt],
  );
  if (!script) return "This is the playground's answer. Script another one on its page.";
  if (script.remaining !== null) {
    await trx.run("update script set remaining = remaining - 1 where id = $1", [script.id]);
  }
  return script.answer;
}

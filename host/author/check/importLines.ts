/** One import, as written. */
export interface Import {
  specifier: string;
  line: number;
  typeOnly: boolean;
}

const IMPORT = /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?["']([^"'\n]+)["']/gm;

/** What a source imports, and in which line. */
export function importsIn(text: string): Import[] {
  return [...text.matchAll(IMPORT)].map(({ 1: type, 2: specifier = "", 0: whole, index }) => ({
    specifier,
    typeOnly: type !== undefined,
    line: text.slice(0, index + whole.length).split("\n").length,
  }));
}

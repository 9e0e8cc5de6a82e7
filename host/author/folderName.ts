import { mistake } from "../mistake.ts";

const ID = /^[a-z][a-z0-9-]{1,39}$/;

/** Checks the name of a plugin or strategy to be: it is its id, its folder and part of its package's name. */
export function checkName(name: string, kind: "plugin" | "strategy"): void {
  if (ID.test(name) && !name.endsWith("-") && !name.includes("--")) return;
  const nearest = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 40);
  throw mistake(
    `${JSON.stringify(name)} cannot be a ${kind}'s name.`,
    `Use 2 to 40 lower-case letters, digits and single dashes, a letter first${ID.test(nearest) ? `: ${nearest}` : ""}.`,
  );
}

/** `my-idea` → `My Idea`. */
export function titleOf(name: string): string {
  return name.replace(/(^|-)([a-z0-9])/g, (_, dash, letter) => `${dash && " "}${letter.toUpperCase()}`);
}

import type { Writable } from "node:stream";
import { styleText } from "node:util";

export interface TerminalOptions {
  json: boolean;
  out?: Writable & { isTTY?: boolean; columns?: number };
  err?: Writable & { isTTY?: boolean; columns?: number };
}

type Style = Parameters<typeof styleText>[0];

/** What a command says: text for people on standard output, or one JSON answer; progress on standard error where somebody watches. */
export class Terminal {
  readonly json: boolean;
  readonly #out: NonNullable<TerminalOptions["out"]>;
  readonly #err: NonNullable<TerminalOptions["err"]>;
  #answered = false;

  constructor({ json, out = process.stdout, err = process.stderr }: TerminalOptions) {
    this.json = json;
    this.#out = out;
    this.#err = err;
  }

  /** One line of text for a person; silent with `--json`. */
  print(line = ""): void {
    if (!this.json) this.#out.write(`${line}\n`);
  }

  /** The one JSON answer; silent without `--json`. A second one is dropped: an error after an answer shows in the exit code. */
  answer(value: unknown): void {
    if (!this.json || this.#answered) return;
    this.#answered = true;
    this.#out.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  /** Text in lines no longer than the terminal is wide, behind `label`; further lines are indented by its length. */
  paragraph(label: string, text: string): void {
    const width = Math.min(this.#out.columns ?? 80, 100) - label.length;
    let lead = label;
    let line = "";
    for (const word of text.split(" ")) {
      if (line.length > 0 && line.length + 1 + word.length > width) {
        this.print(lead + line);
        lead = " ".repeat(label.length);
        line = "";
      }
      line += line === "" ? word : ` ${word}`;
    }
    this.print(lead + line);
  }

  /** Text as it is, whatever was asked for: help. */
  write(text: string): void {
    this.#out.write(text);
  }

  /** A remark that is no part of the answer. */
  note(line: string): void {
    this.#err.write(`${line}\n`);
  }

  /** Colour where the output is a terminal and NO_COLOR is not set. */
  style(style: Style, text: string): string {
    return this.#out.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text;
  }

  /** Rows in columns as wide as they must be; `empty` stands in for no rows. */
  table(headings: readonly string[], rows: readonly (readonly string[])[], empty = "Nothing."): void {
    if (rows.length === 0) {
      this.print(empty);
      return;
    }
    const widths = headings.map((heading, column) =>
      Math.max(heading.length, ...rows.map((row) => (row[column] ?? "").length)),
    );
    const line = (row: readonly string[]) =>
      row
        .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
        .join("  ")
        .trimEnd();
    this.print(this.style("dim", line(headings)));
    for (const row of rows) this.print(line(row));
  }

  /** Lines in a frame. */
  box(lines: readonly string[]): void {
    const width = Math.max(...lines.map((line) => line.length));
    this.print(`╭${"─".repeat(width + 2)}╮`);
    for (const line of lines) this.print(`│ ${line.padEnd(width)} │`);
    this.print(`╰${"─".repeat(width + 2)}╯`);
  }

  /** A bar on standard error, when that is a terminal. */
  progress(label: string, total: number): { advance(by?: number): void; done(): void } {
    if (!this.#err.isTTY) return { advance: () => undefined, done: () => undefined };
    const began = performance.now();
    let at = 0;
    let drawn = -1;
    const draw = () => {
      const share = total > 0 ? Math.min(1, at / total) : 1;
      const percent = Math.floor(share * 100);
      if (percent === drawn) return;
      drawn = percent;
      const width = Math.max(10, Math.min(40, (this.#err.columns ?? 80) - label.length - 24));
      const full = Math.round(share * width);
      this.#err.write(
        `\r${label} ${"█".repeat(full)}${"░".repeat(width - full)} ${String(percent).padStart(3)} %${leftText(began, share)}\x1b[K`,
      );
    };
    draw();
    return {
      advance: (by = 1) => {
        at += by;
        draw();
      },
      done: () => this.#err.write("\r\x1b[2K"),
    };
  }
}

const ESTIMATED_AFTER_MS = 2_000;

/** How long it will take still, once there is something to judge by. */
function leftText(began: number, share: number): string {
  const took = performance.now() - began;
  if (took < ESTIMATED_AFTER_MS || share <= 0 || share >= 1) return "";
  const seconds = Math.ceil((took * (1 - share)) / share / 1_000);
  return seconds < 100 ? `  ${seconds} s left` : `  ${Math.round(seconds / 60)} min left`;
}

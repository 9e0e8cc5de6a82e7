/** A value that PostgreSQL's text protocol takes. Arrays become PostgreSQL arrays; objects must be JSON text already. */
export type SqlValue = string | number | boolean | Date | null | Uint8Array | readonly SqlValue[];

/**
 * One open transaction. Plain SQL with `$1` parameters, so that a plugin never holds a library's object
 * and can move to a process of its own one day.
 */
export interface Transaction {
  /** Every row. */
  many<Row extends object>(text: string, values?: readonly SqlValue[]): Promise<Row[]>;
  /** The only row, or undefined where there is none. More than one row is an error. */
  one<Row extends object>(text: string, values?: readonly SqlValue[]): Promise<Row | undefined>;
  /** Rows touched. */
  run(text: string, values?: readonly SqlValue[]): Promise<number>;
}

/** Runs `work` in a short transaction: commits when it resolves, rolls back when it throws. */
export type Transact = <Result>(work: (trx: Transaction) => Promise<Result>) => Promise<Result>;

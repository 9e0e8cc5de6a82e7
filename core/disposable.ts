/** What every registration returns: undo it once; a second call does nothing. */
export interface Disposable {
  /** What it undoes, for the ledger that an admin can read: `route GET /signals`. */
  readonly label: string;
  dispose(): void | Promise<void>;
}

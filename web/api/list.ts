/** A page of a list; `next` is the cursor of the one after it. */
export interface Page<Row> {
  items: Row[];
  next?: string | null;
}

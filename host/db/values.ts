import pg from "pg";

const { builtins } = pg.types;
const INT8_ARRAY = 1016;
const NUMERIC_ARRAY = 1231;

/**
 * How PostgreSQL's types arrive in TypeScript: int8 (and `count(*)`) as number, numeric and money sums of it as string,
 * timestamptz as Date, date, timestamp and interval as text, json and jsonb parsed, bytea as Buffer.
 * An int8 past 2^53 is an error, not a rounded number: select it as text.
 */
export const valueTypes = {
  getTypeParser(oid: number, format?: "text" | "binary"): (value: string) => unknown {
    switch (oid) {
      case builtins.INT8:
        return toInteger;
      case INT8_ARRAY:
        return (text) => asArray(text).map((item) => (item === null ? null : toInteger(item)));
      case NUMERIC_ARRAY:
        return asArray;
      case builtins.DATE:
      case builtins.TIMESTAMP:
      case builtins.INTERVAL:
        return (text) => text;
      default:
        return format === "binary"
          ? pg.types.getTypeParser(oid, "binary")
          : pg.types.getTypeParser(oid, "text");
    }
  },
};

function toInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`${text} is past what a number holds exactly; select the column as text (::text).`);
  }
  return value;
}

/** One-dimensional arrays of numbers: `{1,NULL,3}`. */
function asArray(text: string): (string | null)[] {
  const inner = text.slice(1, -1);
  return inner === "" ? [] : inner.split(",").map((item) => (item === "NULL" ? null : item));
}

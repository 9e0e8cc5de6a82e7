/** Types of a field as the Bot API's description writes them: `Integer`, `String`, `Array of MessageEntity`. */
export interface Field {
  name: string;
  types: readonly string[];
  required: boolean;
}

/**
 * Reads the compact notation of the method table: `chat_id!:Integer|String entities:*MessageEntity`, where `!` is
 * required and `*` an array.
 */
export function fields(...notation: string[]): readonly Field[] {
  return notation
    .join(" ")
    .split(" ")
    .filter((each) => each !== "")
    .map((each) => {
      const [label = "", types = ""] = each.split(":");
      return {
        name: label.replace("!", ""),
        types: types.split("|").map((type) => type.replaceAll("*", "Array of ")),
        required: label.endsWith("!"),
      };
    });
}

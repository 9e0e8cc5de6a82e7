/** One server-sent event. */
export interface ServerEvent {
  event: string;
  data: Record<string, unknown>;
}

/** A parser of server-sent events: text in pieces in, whole events out. Comments and unknown fields are skipped. */
export function createParser(): (text: string) => ServerEvent[] {
  let rest = "";
  return (text) => {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop() ?? "";
    return blocks.flatMap((block) => {
      const lines = block.split("\n");
      const field = (name: string) =>
        lines.flatMap((line) => (line.startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []));
      const data = field("data").join("\n");
      return data === "" ? [] : [{ event: field("event")[0] ?? "message", data: Object(JSON.parse(data)) }];
    });
  };
}

import { type CliCommand, PlatformError } from "@promostack/core";

/** `npx promostack tally` */
export const command: CliCommand = {
  summary: "Prints what all tenants have counted",
  options: [],
  async run({ platformDb, answer, print }) {
    if (platformDb === undefined)
      throw new PlatformError("There is no database to look into.", { code: "tally.no_database" });
    const row = await platformDb((trx) =>
      trx.one<{ sum: number }>("select coalesce(sum(amount), 0)::int as sum from entry"),
    );
    answer({ sum: row?.sum ?? 0 });
    print(`${row?.sum ?? 0} in all`);
  },
};

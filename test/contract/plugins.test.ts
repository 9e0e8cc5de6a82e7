import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { contractSuite } from "../../host/testkit/contract.ts";

const PLUGINS = fileURLToPath(new URL("../../plugins", import.meta.url));
const FIXTURES = fileURLToPath(new URL("./fixtures", import.meta.url));

/** An installation that has tenants already, for plugins that would make some in an empty one. */
const hostServices = {
  "platform.tenants@1": { countTenants: async () => 2, findTenant: async () => undefined },
};

for (const id of readdirSync(PLUGINS).sort()) {
  const folder = path.join(PLUGINS, id);
  if (existsSync(path.join(folder, "plugin.json"))) contractSuite(folder, { hostServices });
}

contractSuite(path.join(FIXTURES, "good"));
contractSuite(path.join(FIXTURES, "hears"));

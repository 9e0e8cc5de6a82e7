/** For the tests of plugins: a real host on a real database, with a chat, two tenants and a clock; and the contract. */

export type { Seen, Visitor } from "./chat.ts";
export { type ContractOptions, contractSuite } from "./contract.ts";
export { type Answer, type Person, startTestHost, type TestHost, type TestHostOptions } from "./host.ts";
export {
  type PluginTest,
  type PluginTestOptions,
  startPluginTest,
  type TestTenant,
  type TestTime,
} from "./pluginTest.ts";

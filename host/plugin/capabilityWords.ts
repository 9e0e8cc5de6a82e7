import type { PluginManifest } from "@promostack/core";

/** What a plugin may do, in plain words, for the consent screen: one sentence for each capability. */
export function capabilityWords({ capabilities = {}, contributes = {} }: PluginManifest): string[] {
  const { db, http, telegram, events, secrets, config, services, storage, sandbox, ui, rawHttp } =
    capabilities;
  const words: string[] = [];
  if (db) words.push("Keep its own data for each tenant, apart from every other plugin's.");
  if (db?.platform) words.push("Read and write its own data of all tenants at once, for work that fans out.");
  if (http?.hosts) words.push(`Call ${http.hosts.join(", ")} over the internet.`);
  if (http?.public) words.push("Call any public address over the internet.");
  if (telegram) {
    const bots = telegram.roles
      .map((role) => (role === "signal_bot" ? "signal bot" : "message bot"))
      .join(" and ");
    if (telegram.send) words.push(`Send messages through your ${bots}.`);
    if (telegram.updates?.length) words.push(`See what people send to your ${bots}.`);
    if (telegram.inbox)
      words.push(`Read what other plugins send through your ${bots}, and hold them back while you answer.`);
    if (!telegram.send && !telegram.updates?.length) words.push(`Know which ${bots} you have connected.`);
  }
  if (events?.publishes?.length) words.push(`Tell other plugins: ${events.publishes.map(bare).join(", ")}.`);
  if (events?.subscribes?.length)
    words.push(`Hear from other plugins: ${events.subscribes.map(bare).join(", ")}.`);
  if (secrets?.tenant?.length) words.push("Use secrets that you enter in its settings.");
  if (secrets?.platform?.length || config?.length)
    words.push("Use values that the installation is configured with.");
  if (services?.uses?.length) words.push(`Ask other plugins: ${services.uses.map(bare).join(", ")}.`);
  if (services?.provides?.length)
    words.push(`Answer other plugins: ${services.provides.map(bare).join(", ")}.`);
  if (storage) words.push(`Store files of up to ${megabytes(storage.maxBytes)}.`);
  if (sandbox) words.push("Run trading strategies in the sandbox.");
  if (ui) words.push("Show pages of its own.");
  if (rawHttp) words.push("Answer requests below its own address without sign-in.");
  for (const { path } of contributes.publicPages ?? [])
    words.push(`Show pages of yours to anybody, at ${path} below your name.`);
  return words;
}

function bare(name: string): string {
  return name.replace(/@\d+$/, "").replaceAll(".", " ").replaceAll("-", " ");
}

function megabytes(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${Math.round(bytes / 1_000_000)} MB`;
}

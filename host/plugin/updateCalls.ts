import type { BotRole, TelegramUpdate } from "@promostack/core";
import { updateMs } from "./calls.ts";
import type { Enablement } from "./enablement.ts";
import type { Generation } from "./generation.ts";
import { type Invocations, isPause } from "./invocation.ts";
import type { BotDirectory } from "./ports.ts";
import type { Roster } from "./roster.ts";
import type { Mark, PluginMark } from "./runtime.ts";
import { type ReadUpdate, readUpdate } from "./updates.ts";

export interface UpdateCallsParts {
  roster: Roster;
  enablement: Enablement;
  invocations: Invocations;
  bots: BotDirectory;
}

/** Telegram updates on their way through a tenant's plugins. */
export class UpdateCalls {
  readonly #parts: UpdateCallsParts;

  constructor(parts: UpdateCallsParts) {
    this.#parts = parts;
  }

  /** One plugin after the other, until one stops it; failures and pauses of one do not keep it from the next. */
  async handle(tenantId: string, role: BotRole, update: TelegramUpdate, mark?: PluginMark): Promise<void> {
    const read = readUpdate(update);
    if (read === undefined) return;
    let failure: unknown;
    for (const { id } of this.#parts.roster.active()) {
      const generation = this.#parts.roster.get(id)?.serving(tenantId).generation;
      if (generation === undefined || !wants(generation, role, read)) continue;
      try {
        if (!(await this.#parts.enablement.isEnabled(tenantId, generation.manifest))) continue;
        if (await this.#handOn(generation, tenantId, role, update, read, mark)) break;
      } catch (error) {
        // A real failure counts an attempt of the update; a pause only makes it wait.
        if (failure === undefined || isPause(failure)) failure = error;
      }
    }
    if (failure !== undefined) throw failure;
  }

  /** True where the plugin stops the update. */
  async #handOn(
    generation: Generation,
    tenantId: string,
    role: BotRole,
    update: TelegramUpdate,
    read: ReadUpdate,
    mark?: PluginMark,
  ): Promise<boolean> {
    const { manifest, declared, contexts } = generation;
    const tenant = await this.#parts.enablement.enabled(tenantId, manifest);
    const name = await this.#commandOf(generation, tenantId, role, read);
    const command = name === undefined ? undefined : declared.commands.get(name);
    const handlers = [...declared.updates].filter(
      (each) => each.role === role && each.kinds.includes(read.kind),
    );
    const milliseconds = updateMs(generation);
    const marked: Mark | undefined = mark && ((trx) => mark(trx, manifest.id));
    let stopped = false;
    await this.#parts.invocations.forTenant(
      { generation, phase: "bot", what: `update ${read.kind}`, milliseconds, mark: marked },
      tenant,
      async (call, first) => {
        const context = contexts.tenant(tenant, call, first, { role, update, chat: read.chat });
        if (command !== undefined) {
          await command(context, read.command?.argument ?? "");
          stopped = true;
          return;
        }
        for (const handler of handlers) {
          stopped = (await handler.handle(context)) === true;
          if (stopped) return;
        }
      },
    );
    return stopped;
  }

  /** The command's name where it is this plugin's, for this bot. */
  async #commandOf(
    { manifest }: Generation,
    tenantId: string,
    role: BotRole,
    { command }: ReadUpdate,
  ): Promise<string | undefined> {
    if (command === undefined) return undefined;
    const own = manifest.contributes?.commands ?? [];
    if (!own.some((each) => each.role === role && each.command === command.name)) return undefined;
    if (command.bot === undefined) return command.name;
    const { username } = await this.#parts.bots.identity(tenantId, role);
    return username.toLowerCase() === command.bot ? command.name : undefined;
  }
}

/** Whether the plugin would do anything with an update of this kind for this bot. */
function wants({ declared, manifest }: Generation, role: BotRole, { kind, command }: ReadUpdate): boolean {
  if ([...declared.updates].some((each) => each.role === role && each.kinds.includes(kind))) return true;
  return (manifest.contributes?.commands ?? []).some(
    (each) => each.role === role && each.command === command?.name,
  );
}

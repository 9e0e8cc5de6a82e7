import type { BotRole, TelegramUpdate, Transaction, UpdateHandler } from "@promostack/core";
import { updateMs } from "./calls.ts";
import type { Enablement } from "./enablement.ts";
import type { Generation } from "./generation.ts";
import { type Invocations, isPause } from "./invocation.ts";
import type { BotDirectory, UpdateMarks } from "./ports.ts";
import type { Roster } from "./roster.ts";
import { type ReadUpdate, readUpdate } from "./updates.ts";

export interface UpdateCallsParts {
  roster: Roster;
  enablement: Enablement;
  invocations: Invocations;
  bots: BotDirectory;
}

/** A plugin in its turn. `name` marks that it had it. */
interface Hearer {
  name: string;
  generation: Generation;
  handlers: UpdateHandler[];
  turn: Turn;
}

/** Everybody's first handlers are asked before anybody's usual ones, and the fallbacks after them. */
type Turn = "first" | "usual" | "fallback";

const NAMES: Record<Turn, (id: string) => string> = {
  first: (id) => `${id} first`,
  usual: (id) => id,
  fallback: (id) => `${id} as a fallback`,
};

interface Arrived {
  tenantId: string;
  role: BotRole;
  update: TelegramUpdate;
  read: ReadUpdate;
}

/** Telegram updates on their way through a tenant's plugins. */
export class UpdateCalls {
  readonly #parts: UpdateCallsParts;

  constructor(parts: UpdateCallsParts) {
    this.#parts = parts;
  }

  /**
   * One plugin after the other, until one stops it: those that ask to be first, then all, then the fallbacks, each in the same order;
   * failures and pauses of one do not keep it from the next.
   */
  async handle(tenantId: string, role: BotRole, update: TelegramUpdate, marks?: UpdateMarks): Promise<void> {
    const read = readUpdate(update);
    if (read === undefined) return;
    let failure: unknown;
    const hearers = this.#hearers(tenantId, role, read);
    for (const hearer of hearers) {
      try {
        const { manifest } = hearer.generation;
        if (!(await this.#parts.enablement.isEnabled(tenantId, manifest))) continue;
        // Whoever comes last has nobody to keep it from.
        const noted = hearer === hearers.at(-1) ? marks && { ...marks, stop: nothing } : marks;
        if (await this.#handOn(hearer, { tenantId, role, update, read }, noted)) break;
      } catch (error) {
        // A real failure counts an attempt of the update; a pause only makes it wait.
        if (failure === undefined || isPause(failure)) failure = error;
      }
    }
    if (failure !== undefined) throw failure;
  }

  /** Who would do anything with it, in their order. */
  #hearers(tenantId: string, role: BotRole, read: ReadUpdate): Hearer[] {
    const generations = this.#parts.roster
      .active()
      .flatMap(({ id }) => this.#parts.roster.get(id)?.serving(tenantId).generation ?? []);
    const inTurn = (turn: Turn) =>
      generations.flatMap((generation): Hearer[] => {
        const { manifest, declared } = generation;
        const handlers = [...declared.updates].filter(
          (each) => each.role === role && each.kinds.includes(read.kind) && turnOf(each) === turn,
        );
        const wanted =
          handlers.length > 0 || (turn === "usual" && ownCommand(generation, role, read) !== undefined);
        return wanted ? [{ name: NAMES[turn](manifest.id), generation, handlers, turn }] : [];
      });
    return [...inTurn("first"), ...inTurn("usual"), ...inTurn("fallback")];
  }

  /** True where the plugin stops the update, or has stopped it before a crash. */
  async #handOn(
    { name, generation, handlers, turn }: Hearer,
    { tenantId, role, update, read }: Arrived,
    marks: UpdateMarks | undefined,
  ): Promise<boolean> {
    const { manifest, declared, contexts } = generation;
    const tenant = await this.#parts.enablement.enabled(tenantId, manifest);
    const commandName =
      turn === "usual" ? await this.#commandOf(generation, tenantId, role, read) : undefined;
    const command = commandName === undefined ? undefined : declared.commands.get(commandName);
    let stopped = command !== undefined;
    const marking = marks && {
      mark: async (trx: Transaction) => {
        const known = await marks.add(trx, name);
        if (known !== "new") stopped = known === "stopped";
        return known === "new";
      },
      answered: async (trx: Transaction, answer: unknown) => {
        if (stopped || answer === true) await marks.stop(trx, name);
      },
    };
    const milliseconds = updateMs(generation);
    await this.#parts.invocations.forTenant(
      { generation, phase: "bot", what: `update ${read.kind}`, milliseconds, ...marking },
      tenant,
      async (call, first) => {
        const context = contexts.tenant(tenant, call, first, { role, update, chat: read.chat });
        if (command !== undefined) return command(context, read.command?.argument ?? "");
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
    generation: Generation,
    tenantId: string,
    role: BotRole,
    read: ReadUpdate,
  ): Promise<string | undefined> {
    const command = ownCommand(generation, role, read);
    if (command?.bot === undefined) return command?.name;
    const { username } = await this.#parts.bots.identity(tenantId, role);
    return username.toLowerCase() === command.bot ? command.name : undefined;
  }
}

function turnOf({ first, fallback }: UpdateHandler): Turn {
  if (first) return "first";
  return fallback ? "fallback" : "usual";
}

/** The update's command where the plugin has one of that name. */
function ownCommand({ manifest }: Generation, role: BotRole, { command }: ReadUpdate): ReadUpdate["command"] {
  const own = manifest.contributes?.commands ?? [];
  return own.some((each) => each.role === role && each.command === command?.name) ? command : undefined;
}

const nothing = async () => undefined;

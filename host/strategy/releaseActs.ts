import { PlatformError, type Transaction } from "@promostack/core";
import { type AuditSource, audit } from "../identity/audit.ts";
import { fingerprintOf } from "../release/publicKey.ts";
import {
  lockRelease,
  type ReleaseRow,
  type ReleaseState,
  setReleaseState,
  tellReplicas,
} from "./releaseRows.ts";

/** What can be done with a release after it was published. */
export type ReleaseAct = "approve" | "refuse" | "deprecate" | "withdraw" | "restore";

interface ActRule {
  from: readonly ReleaseState[];
  /** As people read it: "is waiting", "was withdrawn". */
  needs: string;
  audited: string;
}

const RULES: Record<ReleaseAct, ActRule> = {
  approve: {
    from: ["pending"],
    needs: "Only a release that waits is approved",
    audited: "strategy.approved",
  },
  refuse: { from: ["pending"], needs: "Only a release that waits is refused", audited: "strategy.refused" },
  deprecate: {
    from: ["active", "deprecated"],
    needs: "Only a live release is deprecated",
    audited: "strategy.deprecated",
  },
  withdraw: {
    from: ["pending", "active", "deprecated"],
    needs: "Only a live or waiting release is withdrawn",
    audited: "strategy.withdrawn",
  },
  restore: {
    from: ["deprecated", "withdrawn"],
    needs: "Only a deprecated or withdrawn release is restored",
    audited: "strategy.restored",
  },
};

export interface ActOrder {
  strategy: string;
  version: string;
  act: ReleaseAct;
  reason?: string | undefined;
  replacement?: string | undefined;
  /** The key of a publisher who does it; an admin does it where absent. */
  publisher?: string;
}

/**
 * Does it in the caller's transaction, with its audit row and the notice to the replicas. Raises `release.not_found`,
 * `release.other_publisher`, `release.wrong_state`, `release.decided_by_admin`. Answers the row as it stands then.
 */
export async function actOn(trx: Transaction, source: AuditSource, order: ActOrder): Promise<ReleaseRow> {
  const { strategy, version, act, reason, replacement, publisher } = order;
  const before = await lockRelease(trx, strategy, version);
  if (before === undefined) throw releaseNotFound(strategy, version);
  if (publisher !== undefined && before.publisher !== publisher) {
    throw new PlatformError(`${strategy} ${version} is not yours.`, {
      code: "release.other_publisher",
      status: 403,
      hint: "Sign with the key that published it.",
    });
  }
  checkState(before, order);
  const by = publisher === undefined ? "admin" : "publisher";
  const state = stateAfter(act, before);
  await setReleaseState(trx, before, { state, by, reason, replacement });
  await audit(trx, source, {
    tenantId: null,
    action: RULES[act].audited,
    target: `strategy ${strategy} ${version}`,
    before: { state: before.state, reason: before.reason },
    after: { state, reason, replacement, ...(publisher && { publisher: fingerprintOf(publisher) }) },
  });
  await tellReplicas(trx, strategy);
  return (await lockRelease(trx, strategy, version)) ?? before;
}

export function releaseNotFound(strategy: string, version: string): PlatformError {
  return new PlatformError(`There is no release ${version} of ${strategy} here.`, {
    code: "release.not_found",
    status: 404,
    hint: "`promostack strategy status` lists those that are.",
  });
}

function checkState(before: ReleaseRow, { act, publisher }: ActOrder): void {
  const { from, needs } = RULES[act];
  if (!from.includes(before.state)) {
    throw new PlatformError(`${needs}, and this one is ${before.state}.`, {
      code: "release.wrong_state",
      status: 409,
      hint: "Look at its state again.",
      details: { state: before.state },
    });
  }
  if (act === "restore" && publisher !== undefined && before.decidedBy === "admin") {
    throw new PlatformError(`An admin of this installation decided that it is ${before.state}.`, {
      code: "release.decided_by_admin",
      status: 403,
      hint: "Ask whoever runs the installation.",
    });
  }
}

/** What was never approved does not become so by way of a withdrawal. */
function stateAfter(act: ReleaseAct, before: ReleaseRow): ReleaseState {
  if (act === "restore") return before.activeAt === null ? "pending" : "active";
  const states = {
    approve: "active",
    refuse: "refused",
    deprecate: "deprecated",
    withdraw: "withdrawn",
  } as const;
  return states[act];
}

import { expect } from "chai";
import { Api } from "grammy";
import { eventually } from "../../../test/kit/waiting.ts";
import { type StandIn, startStandIn } from "./standIn.ts";

describe("the sample installation", () => {
  let standIn: StandIn | undefined;
  afterEach(async () => {
    await standIn?.stop();
    standIn = undefined;
  });

  it("makes tenants, people, bots and channels once, and again only what a crash left out", async () => {
    const done: string[] = [];
    let failures = 2;
    const services = {
      "platform.tenants@1": {
        countTenants: async () => 0,
        findTenant: async () => undefined,
        createTenant: async ({ slug }: { slug: string }) => ({ id: `tenant ${slug}` }),
        ensurePerson: async ({ email }: { email: string }) => ({ id: email }),
        addMember: async ({ personId, role }: { personId: string; role: string }) =>
          void done.push(`${personId} ${role}`),
      },
      "platform.connections@1": {
        connect: async ({ role, token }: { role: string; token: string }) => {
          // As when the host does not listen yet.
          if (failures-- > 0) throw new Error("connection refused");
          const me = await new Api(token, { apiRoot: `${standIn?.url}/telegram` }).getMe();
          done.push(`${role} ${me.username}`);
        },
        addChannel: async ({ chat, kind }: { chat: string; kind: string }) =>
          void done.push(`${kind} ${chat}`),
      },
    };
    standIn = await startStandIn(services);
    const phase = async () =>
      (await standIn?.call<{ seed: { phase: string } }>("GET", "/overview"))?.body.seed.phase;
    await eventually(async () => (await phase()) === "done");
    expect(done).to.deep.equal([
      "owner@aurum.test owner",
      "viewer@aurum.test viewer",
      "admin@promostack.test admin",
      "signal_bot aurum_signal_bot",
      "vip -1002000000001",
      "free -1002000000002",
      "message_bot aurum_help_bot",
      "owner@delta.test owner",
      "signal_bot delta_signal_bot",
      "vip -1002000000003",
      "message_bot delta_help_bot",
    ]);
  });

  it("leaves an installation alone that has tenants of its own", async () => {
    standIn = await startStandIn({ "platform.tenants@1": { countTenants: async () => 3 } });
    const phase = async () =>
      (await standIn?.call<{ seed: { phase: string } }>("GET", "/overview"))?.body.seed.phase;
    await eventually(async () => (await phase()) === "foreign");
  });
});

import { createServer, type Server } from "node:http";
import { expect } from "chai";
import { quietLog, type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { startIssuer, type TestIssuer } from "../../test/kit/issuer.ts";
import { ClerkDirectory } from "./clerkDirectory.ts";
import { Identity } from "./identity.ts";

describe("A token without an e-mail address", () => {
  let test: TestDatabase;
  let issuer: TestIssuer;
  let clerk: Server;
  let identity: Identity;
  const asked: string[] = [];
  let broken = false;
  let silent = false;
  let apiUrl = "";

  before(async () => {
    test = await testDatabase();
    issuer = await startIssuer();
    clerk = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization}`);
      if (silent) return;
      const id = request.url?.split("/").at(-1) ?? "";
      response.writeHead(broken ? 500 : 200, { "content-type": "application/json", connection: "close" });
      response.end(JSON.stringify(broken ? { errors: [] } : userOf(id)));
    });
    await new Promise<void>((resolve) => clerk.listen(0, "127.0.0.1", resolve));
    const address = clerk.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    apiUrl = `http://127.0.0.1:${port}`;
    identity = new Identity({
      config: {
        adminEmails: [],
        clerk: {
          issuers: [issuer.issuer],
          authorizedParties: [],
          secretKey: "sk_test_x",
          apiUrl,
        },
      },
      database: test.database,
      log: quietLog,
      signingKey: "a key for tests",
    });
  });
  after(async () => {
    clerk.closeAllConnections();
    clerk.close();
    await issuer.close();
    await test.drop();
  });

  const identify = async (sub: string) =>
    identity.identify({ headers: { authorization: `Bearer ${await issuer.sign({ sub })}` }, cookies: {} });
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => "no error",
      (error: unknown) => Object(error).code,
    );

  it("belongs to the verified primary address that Clerk's API names, asked once", async () => {
    const [one, two] = await Promise.all([identify("user_verified"), identify("user_verified")]);
    expect(one?.person).to.deep.equal(two?.person);
    expect(one?.person).to.include({ email: "right@clerk.test", name: "Rita Right" });
    expect(asked).to.deep.equal(["/v1/users/user_verified Bearer sk_test_x"]);
  });

  it("belongs to nobody where the primary address is not verified", async () => {
    expect(await codeOf(identify("user_unverified"))).to.equal("identity.email_unverified");
  });

  it("is answered 503 while Clerk's API is down, and not believed", async () => {
    broken = true;
    expect(await codeOf(identify("user_other"))).to.equal("identity.unavailable");
    broken = false;
    expect((await identify("user_other"))?.person.email).to.equal("right@clerk.test");
  });

  it("is answered 503 where Clerk's API takes the question and says nothing", async () => {
    silent = true;
    const directory = new ClerkDirectory({ secretKey: "sk_test_x", apiUrl }, 100);
    expect(await codeOf(directory.user("user_silent"))).to.equal("identity.unavailable");
    silent = false;
    const patient = new ClerkDirectory({ secretKey: "sk_test_x", apiUrl });
    expect((await patient.user("user_silent")).email).to.equal("right@clerk.test");
  });
});

function userOf(id: string) {
  const address = (name: string, email: string, status: string) => ({
    id: name,
    object: "email_address",
    email_address: email,
    verification: { status, strategy: "email_code" },
    linked_to: [],
  });
  return {
    id,
    object: "user",
    first_name: "Rita",
    last_name: "Right",
    primary_email_address_id: "idn_2",
    email_addresses: [
      address("idn_1", "other@clerk.test", "verified"),
      address("idn_2", "Right@clerk.test", id === "user_unverified" ? "unverified" : "verified"),
    ],
    phone_numbers: [],
    web3_wallets: [],
    external_accounts: [],
  };
}

import { expect } from "chai";
import { Webhook } from "standardwebhooks";
import { makeWebhookSecret, sealed, signature } from "./envelope.ts";

describe("What a webhook is sent", () => {
  const envelope = {
    type: "shop.sold@1",
    timestamp: "2026-11-26T11:00:00.000Z",
    data: { name: "Zoë", price: 5 },
  };

  it("is signed as the vector of Standard Webhooks says", () => {
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    expect(signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, '{"test": 2432232314}')).to.equal(
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    );
  });

  it("is verified by its library with either of two secrets, and with no other", () => {
    const [fresh, old] = [makeWebhookSecret(), makeWebhookSecret()];
    const { body, headers } = sealed("0190", envelope, [fresh, old], new Date());
    for (const secret of [fresh, old])
      expect(new Webhook(secret).verify(body, headers)).to.deep.equal(envelope);
    expect(() => new Webhook(makeWebhookSecret()).verify(body, headers)).to.throw("No matching signature");
    expect(() => new Webhook(fresh).verify(body.replace("5", "6"), headers)).to.throw(
      "No matching signature",
    );
  });
});

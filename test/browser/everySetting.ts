import type { Workshop } from "../contract/workshop.ts";

/** A plugin whose settings use every word that the forms understand. Answers its folder. */
export function everySetting(workshop: Workshop): Promise<string> {
  return workshop.plugin("every-setting", MANIFEST, CODE);
}

const secret = (title: string) => ({ type: "string", title, minLength: 8, maxLength: 80, "x-secret": true });

const SETTINGS = {
  type: "object",
  properties: {
    title: {
      type: "string",
      title: "Title",
      description: "Stands above everything.",
      minLength: 1,
      maxLength: 40,
      default: "Daily",
    },
    tone: {
      title: "Tone",
      default: "calm",
      oneOf: [
        { const: "calm", title: "Calm and short" },
        { const: "loud", title: "Loud" },
      ],
    },
    template: {
      type: "string",
      title: "Template",
      description: "What a picture looks like.",
      "x-group": "Look",
      "x-choices": "/api/p/every-setting/templates",
    },
    accent: {
      type: "string",
      title: "Accent",
      "x-group": "Look",
      "x-widget": "colour",
      pattern: "^#[0-9a-f]{6}$",
      default: "#c9a227",
    },
    channel: { type: "string", title: "Channel", "x-group": "When and where", "x-widget": "channel" },
    at: {
      type: "string",
      title: "At",
      "x-group": "When and where",
      "x-widget": "time",
      pattern: "^([01]\\d|2[0-3]):[0-5]\\d$",
      default: "09:00",
    },
    zone: {
      type: "string",
      title: "Zone",
      "x-group": "When and where",
      "x-widget": "timezone",
      default: "Europe/London",
    },
    quiet: {
      type: "object",
      title: "Quiet hours",
      "x-group": "When and where",
      unevaluatedProperties: false,
      properties: {
        on: { type: "boolean", title: "Keep quiet", default: false },
      },
      if: { properties: { on: { const: true } }, required: ["on"] },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's word
      then: {
        properties: { from: { type: "string", title: "From", "x-widget": "time" } },
        required: ["from"],
      },
    },
    sender: {
      type: "object",
      title: "Sender",
      default: {},
      required: ["by"],
      properties: { by: { type: "string", title: "Sent by", default: "nobody" } },
      discriminator: { propertyName: "by" },
      oneOf: [
        { title: "Nobody", properties: { by: { const: "nobody" } } },
        {
          title: "A mail server",
          properties: {
            by: { const: "mail" },
            host: { type: "string", title: "Host", format: "hostname" },
            password: secret("Password"),
          },
          required: ["host", "password"],
        },
        {
          title: "A web service",
          properties: { by: { const: "web" }, token: secret("Token") },
          required: ["token"],
        },
      ],
    },
    steps: {
      type: "array",
      title: "Steps",
      description: "Sent one after the other.",
      maxItems: 4,
      default: [{ text: "Hello", minutes: 0 }],
      items: {
        type: "object",
        title: "Step",
        additionalProperties: false,
        required: ["text"],
        properties: {
          text: { type: "string", title: "Text", minLength: 1, maxLength: 60 },
          minutes: { type: "integer", title: "Minutes later", minimum: 0, maximum: 600, default: 5 },
        },
      },
    },
    coupon: { type: "string", title: "Coupon", maxLength: 20 },
    terms: { type: "string", title: "Terms of the coupon", maxLength: 200 },
  },
  dependentRequired: { coupon: ["terms"] },
};

const MANIFEST = {
  title: "Every setting",
  summary: "Shows every kind of setting that there is.",
  settings: SETTINGS,
  capabilities: { secrets: { tenant: ["sender.password", "sender.token"] } },
  contributes: { settingsTests: [{ name: "send", title: "Send a test", field: "sender" }] },
};

const CODE = `{
  setup(p) {
    p.route({
      method: "GET", path: "/templates", permission: "tenant:viewer", summary: "Templates", limits: { perMinute: 60 },
      handle: async () => ({ items: [
        { id: "gold", title: "Gold", description: "Dark, with gold letters." },
        { id: "paper", title: "Paper", description: "Light and plain." },
      ] }),
    });
    p.settingsTest("send", async ({ settings, secret }) => {
      const password = await secret("sender.password");
      return { ok: settings.sender.by === "mail", message: settings.sender.by + " with " + (password ?? "").length + " letters" };
    });
  },
}`;

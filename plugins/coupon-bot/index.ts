import { type Clock, definePlugin, PlatformError } from "@promostack/core";
import { ChatDesk } from "./chat/chatDesk.ts";
import { openChat } from "./chat/opening.ts";
import { withLink } from "./chat/pictureLink.ts";
import { checkLink } from "./chat/settings.ts";
import { CodeDesk, checkCode } from "./codes/codeDesk.ts";
import type { ValidatorPoint } from "./codes/contributed.ts";
import { Grants } from "./codes/grant.ts";
import { createIntake } from "./media/intake.ts";
import { sweepFiles } from "./media/unnamedFiles.ts";
import { isFrame } from "./public/overlay.ts";
import type { PublicParts } from "./public/parts.ts";
import { publicPages } from "./public/publicPages.ts";
import { forgetUploads } from "./public/uploads.ts";
import { createRenderer } from "./render/renderer.ts";
import { assetRoutes } from "./routes/assets.ts";
import { broadcastRoutes } from "./routes/broadcasts.ts";
import { campaignRoutes } from "./routes/campaigns.ts";
import { codeRoutes } from "./routes/codes.ts";
import { entryRoutes } from "./routes/entries.ts";
import { messageTextRoutes } from "./routes/messageTexts.ts";
import { numbersRoutes } from "./routes/numbers.ts";
import { previewRoutes } from "./routes/previews.ts";
import { templateFileRoutes } from "./routes/templateFiles.ts";
import { templatePictureRoutes } from "./routes/templatePictures.ts";
import { templateRoutes } from "./routes/templates.ts";
import { templateVersionRoutes } from "./routes/templateVersions.ts";
import { validatorRoutes } from "./routes/validators.ts";
import { forgetDeleted } from "./templates/keeping.ts";
import { publishedTemplate, publishedTemplates } from "./templates/published.ts";
import { exportTenant, purgeTenant } from "./tenantData.ts";
import { forgetUsers } from "./uses/erasing.ts";
import { usesFacts } from "./uses/facts.ts";

/** What lives from start to stop. */
interface Running {
  parts: PublicParts;
  chat: ChatDesk;
}

/** By the clock of their host: tests run several hosts in one process. */
const started = new Map<Clock, Running>();

/** Opened by the setup that comes before a start. */
let validators: ValidatorPoint | undefined;

function runningIn({ clock }: { clock: Clock }): Running {
  const running = started.get(clock);
  if (running !== undefined) return running;
  throw new PlatformError("The coupon bot is not running.", {
    code: "plugin.not_started",
    status: 503,
    retryAfter: 1,
    hint: "Try again in a moment.",
  });
}

const partsOf = (at: { clock: Clock }): PublicParts => runningIn(at).parts;

export default definePlugin({
  setup(p) {
    validators = p.extensionPoint("coupon-bot.validator");
    validatorRoutes(p, validators, (at) => partsOf(at).codes);
    codeRoutes(p);
    p.mount(publicPages(partsOf));
    campaignRoutes(p);
    entryRoutes(p);
    previewRoutes(p, partsOf);
    messageTextRoutes(p);
    templateRoutes(p);
    templateVersionRoutes(p);
    templateFileRoutes(p, partsOf);
    templatePictureRoutes(p, partsOf);
    assetRoutes(p, partsOf);
    numbersRoutes(p, partsOf);
    broadcastRoutes(p, partsOf);
    usesFacts(p);
    p.subscribe("journeys.people-erased@1", async ({ db }, { payload }) => {
      const { telegramIds } = payload;
      if (Array.isArray(telegramIds)) await db((trx) => forgetUsers(trx, telegramIds.map(String)));
    });
    p.platformJob("uploads", async (context) => {
      await context.platformDb((trx) => forgetUploads(trx, context.clock.now()));
      await sweepFiles(context);
    });
    p.platformJob("templates", async ({ platformDb, clock }) => {
      await platformDb((trx) => forgetDeleted(trx, clock.now()));
    });
    openChat(p, (at) => runningIn(at).chat);
  },
  async start(context) {
    if (validators === undefined) throw new TypeError("A plugin is set up before it starts.");
    const parts: PublicParts = {
      codes: new CodeDesk(validators),
      grants: new Grants(),
      renderer: createRenderer({ log: context.log }),
      intake: createIntake(),
      templates: publishedTemplates,
      template: publishedTemplate,
    };
    const chat = new ChatDesk(context, {
      renderer: parts.renderer,
      looks: async (tenant) =>
        (await publishedTemplates(tenant)).filter((shown) => shown.forTelegram && !isFrame(shown)),
      async check(tenant, { code, person }) {
        const answer = await checkCode(parts.codes, tenant, { code, asker: person, source: "chat" });
        if (answer.state !== "valid") return answer;
        return { ...answer, values: await withLink(tenant, answer.values) };
      },
    });
    started.set(context.clock, { parts, chat });
    chat.start();
  },
  async stop({ clock }) {
    const running = started.get(clock);
    started.delete(clock);
    await running?.chat.stop();
    running?.parts.intake.close();
    await running?.parts.renderer.close();
  },
  checkSettings: async ({ settings }) => checkLink(settings),
  export: exportTenant,
  purge: async (context) => {
    await purgeTenant(context);
    await started.get(context.clock)?.parts.renderer.forget(context.tenantId);
  },
});

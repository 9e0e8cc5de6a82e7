import { PlatformError, route, type Setup, type TenantContext } from "@promostack/core";
import { keepLogo, LARGEST_LOGO, logoContent, pngAddress, removeLogo, storedLogo } from "../pictures/logo.ts";
import { Logo, LogoUpload } from "../wordsApi.ts";

const PATH = "/pictures/logo";
/** Base64 in JSON takes a third more. */
const LARGEST_BODY = Math.ceil((LARGEST_LOGO * 4) / 3) + 1_000;
const NOTE = { target: "pictures" };

/** The logo on a tenant's pictures: looked at, put in its place, taken away. */
export function logoRoutes(
  p: Setup,
  clean: (context: TenantContext, content: Uint8Array) => Promise<Uint8Array>,
): void {
  p.route(
    route({
      method: "GET",
      path: PATH,
      permission: "tenant:viewer",
      summary: "The logo on the tenant's pictures.",
      input: { output: Logo },
      limits: { perMinute: 120 },
      handle: shownLogo,
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: PATH,
      permission: "tenant:admin",
      summary: "Puts a logo on the tenant's pictures: checked by its content and made anew as a small PNG.",
      input: { body: LogoUpload, output: Logo },
      limits: { perMinute: 10, bodyBytes: LARGEST_BODY, seconds: 20 },
      async handle(context, { body }) {
        const content = Buffer.from(body.content, "base64");
        if (content.byteLength > LARGEST_LOGO) throw tooLarge();
        const png = await clean(context, content);
        await keepLogo(context, png, context.actor.email, (trx) =>
          context.audit(trx, { ...NOTE, action: "logo.saved" }),
        );
        return shownLogo(context);
      },
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: PATH,
      permission: "tenant:admin",
      summary: "Takes the logo from the tenant's pictures.",
      input: { output: Logo },
      limits: { perMinute: 10 },
      async handle(context) {
        await removeLogo(context, (trx) => context.audit(trx, { ...NOTE, action: "logo.removed" }));
        return shownLogo(context);
      },
    }),
  );
}

async function shownLogo({ db, storage }: TenantContext): Promise<Logo> {
  const stored = await db(storedLogo);
  const content = await logoContent(storage, stored?.file ?? null);
  if (stored === undefined || content === null) return { image: null, uploadedAt: null, uploadedBy: null };
  return {
    image: pngAddress(content),
    uploadedAt: stored.uploadedAt.toISOString(),
    uploadedBy: stored.uploadedBy,
  };
}

function tooLarge(): PlatformError {
  return new PlatformError("A logo has at most 1 MB.", {
    code: "logo.too_large",
    status: 413,
    hint: "Upload a smaller picture: 520 × 144 pixels are enough.",
  });
}

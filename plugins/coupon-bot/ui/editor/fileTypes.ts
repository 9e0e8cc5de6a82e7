/** What file pickers offer; the server looks at the content. */
export const PICTURE_TYPES = "image/png,image/jpeg,image/webp,image/gif,image/svg+xml";
export const FONT_TYPES = ".woff2,.woff,.ttf,.otf,font/woff2,font/woff,font/ttf,font/otf";

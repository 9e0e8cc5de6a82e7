export const words = {
  title: "Public page",
  intro: "Anybody can make a picture of their code here, without signing in.",
  open: "Open the page",
  address: "Address",
  copy: "Copy",
  copied: "Copied",
  qr: (address: string) => `QR code of ${address}`,
  qrSave: "Save the QR code",
  qrFile: "qr-code.png",
  embed: "On your own site",
  embedHelp:
    "Put this into your site where the page should stand. Name the site in the settings first: no other may show it.",
  settings: "Sites and words in the settings",
  campaigns: "Campaigns have addresses of their own below it.",
} as const;

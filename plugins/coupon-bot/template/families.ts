/** Families that come with the product, as the editor lists them. Each falls back to the scripts' families (`render/fontFiles.ts`). */
export const FAMILIES = [
  { id: "inter", title: "Inter", style: "sans" },
  { id: "montserrat", title: "Montserrat", style: "sans" },
  { id: "rubik", title: "Rubik", style: "sans" },
  { id: "oswald", title: "Oswald", style: "condensed" },
  { id: "bebas-neue", title: "Bebas Neue", style: "condensed" },
  { id: "playfair-display", title: "Playfair Display", style: "serif" },
  { id: "lora", title: "Lora", style: "serif" },
  { id: "pacifico", title: "Pacifico", style: "script" },
  { id: "caveat", title: "Caveat", style: "script" },
  { id: "jetbrains-mono", title: "JetBrains Mono", style: "mono" },
] as const;

export type FamilyId = (typeof FAMILIES)[number]["id"];

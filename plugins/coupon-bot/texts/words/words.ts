import type { Language } from "../language.ts";
import type { Words } from "../text.ts";
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { hi } from "./hi.ts";
import { id } from "./id.ts";
import { it } from "./it.ts";
import { pt } from "./pt.ts";
import { ru } from "./ru.ts";
import { tr } from "./tr.ts";
import { uk } from "./uk.ts";

/** The platform's words in every language that the bot speaks. */
export const WORDS: Readonly<Record<Language, Words>> = { ar, de, en, es, fr, hi, id, it, pt, ru, tr, uk };

import type { Transaction } from "@promostack/core";
import type { Facts } from "../messages/facts.ts";
import type { Language } from "../messages/language.ts";
import type { BulletinKind } from "./bulletin.ts";

/** Something that is to be put into words. */
export interface WordsRequest {
  tenantId: string;
  kind: BulletinKind;
  language: Language;
  facts: Facts;
  /** The template, filled: what is said where nobody finds better words. */
  text: string;
  /** Stands under the words, whoever found them; empty for none. */
  riskNote: string;
  style: PhrasingSettings;
}

export interface Words {
  /** Telegram's HTML. */
  text: string;
  writer: "template" | "ai";
  /** Why the AI's words were not taken. */
  refused?: string;
}

export interface Writer {
  words(request: WordsRequest): Promise<Words>;
  /** Writes down what was asked and what became of it, beside the bulletins. */
  record(trx: Transaction): Promise<void>;
}

/** What a tenant says of AI phrasing, in its settings. */
export interface PhrasingSettings {
  on: boolean;
  /** How it should sound, in the tenant's own words. */
  style: string;
}

export const DEFAULT_PHRASING: PhrasingSettings = { on: true, style: "" };

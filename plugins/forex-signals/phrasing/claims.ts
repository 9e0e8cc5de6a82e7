import type { Language } from "../messages/language.ts";

/** Words that say why something happened, what will happen, or what is certain: none of it is ever among our facts. */
const CLAIMS: Readonly<Record<Language, Readonly<Record<Claim, string>>>> = {
  en: {
    cause:
      "because|due to|owing to|thanks to|caused?|causes|driven|drives|amid|as a result|result of|on the back of|reacti(?:on|ng)|reacted|in response|after (?:the )?(?:fed|news|data|report|speech|meeting)|fuel(?:l?ed|s)|sparked|triggered|weighed on|boosted|following (?:the )?(?:fed|news|data|report)",
    news: "fed|federal reserve|fomc|powell|ecb|central banks?|inflation|cpi|ppi|nfp|payrolls?|gdp|interest rates?|rate (?:cut|hike)s?|news|war|wars|geopolitic\\p{L}*|tariffs?|elections?|crisis|economy|economic|dollar strength|safe[- ]haven|sentiment|analysts?|institutions?|whales?|insiders?",
    promise:
      "guarantee\\p{L}*|certain(?:ly|ty)?|sure(?:ly)?|risk[- ]free|no risk|can(?:no|')?t lose|easy money|100 ?%|definitely|always wins?|will|going to|gonna|expected to|forecast\\p{L}*|predict\\p{L}*|set to|poised|bound to|must (?:rise|fall)|buy now|sell now|act now|don't miss|hurry|profit\\p{L}* assured",
  },
  es: {
    cause:
      "porque|debido a|gracias a|a causa de|causad\\p{L}+|impulsad\\p{L}+|como resultado|por culpa de|en respuesta|tras (?:la|el|los|las) (?:noticia|dato|reunión|informe)\\p{L}*|reacci\\p{L}+",
    news: "fed|reserva federal|bce|bancos? central\\p{L}*|inflación|ipc|nóminas|pib|tipos de interés|noticias?|guerras?|geopolític\\p{L}+|arancel\\p{L}*|elecciones|crisis|econom\\p{L}+|refugio|sentimiento|analistas?",
    promise:
      "garantiz\\p{L}+|garantía|segur\\p{L}+|sin riesgo|dinero fácil|definitivamente|subirá\\p{L}*|bajará\\p{L}*|va a|van a|pronóstic\\p{L}*|predi\\p{L}+|compra ya|vende ya|no te pierdas",
  },
  fr: {
    cause:
      "parce que|car|à cause|en raison|grâce à|causé\\p{L}*|poussé\\p{L}*|porté\\p{L}* par|suite à|en réaction|en réponse|du fait",
    news: "fed|réserve fédérale|bce|banques? centrales?|inflation|ipc|emploi américain|pib|taux d'intérêt|nouvelles|actualités?|guerres?|géopolitique\\p{L}*|tarifs? douaniers?|élections?|crise|économi\\p{L}+|refuge|sentiment|analystes?",
    promise:
      "garanti\\p{L}*|certain\\p{L}*|sûr\\p{L}*|sans risque|argent facile|va monter|va baisser|vont|montera|baissera|prévi\\p{L}+|prédi\\p{L}+|achetez maintenant|vendez maintenant|ne manquez pas",
  },
  pt: {
    cause:
      "porque|devido a|por causa|graças a|causad\\p{L}+|impulsionad\\p{L}+|em razão|como resultado|em resposta|reaç\\p{L}+|após (?:a|o|os|as) (?:notícia|dado|reunião|relatório)\\p{L}*",
    news: "fed|banco central|bancos centrais|bce|inflação|ipc|payroll|pib|juros|notícias?|guerras?|geopolític\\p{L}+|tarifas|eleiç\\p{L}+|crise|econom\\p{L}+|refúgio|sentimento|analistas?",
    promise:
      "garanti\\p{L}+|cert(?:o|a|eza)|sem risco|dinheiro fácil|definitivamente|vai subir|vai cair|vão|subirá|cairá|previs\\p{L}+|compre já|venda já|não perca",
  },
  ru: {
    cause:
      "потому что|из-за|благодаря|вызва\\p{L}+|причин\\p{L}+|в результате|вследствие|на фоне|в ответ|реакци\\p{L}+|после (?:новост|данн|заседан|отч[её]т|речи)\\p{L}*",
    news: "фрс|ецб|центробанк\\p{L}*|центральн\\p{L}+ банк\\p{L}*|инфляци\\p{L}+|ввп|ставк\\p{L}+|новост\\p{L}+|войн\\p{L}+|геополит\\p{L}+|пошлин\\p{L}+|выбор\\p{L}+|кризис\\p{L}*|эконом\\p{L}+|настроени\\p{L}+|аналитик\\p{L}*|пауэлл\\p{L}*",
    promise:
      "гарант\\p{L}+|точно|наверняка|обязательно|без риска|л[её]гк\\p{L}+ деньги|вырастет|упад[её]т|будет расти|будет падать|прогноз\\p{L}*|покупайте сейчас|продавайте сейчас|не пропустите",
  },
  ar: {
    cause: "بسبب|بفضل|نتيجة ل\\p{L}*|نتيجةً|لأن\\p{L}*|جراء|على خلفية|ردًا على|رد فعل|مدفوع\\p{L}*",
    news: "\\p{L}*فيدرالي|\\p{L}*بنك المركزي|\\p{L}*تضخم|\\p{L}*فائدة|\\p{L}*أخبار|\\p{L}*حرب|\\p{L}*جيوسياسي\\p{L}*|\\p{L}*انتخابات|\\p{L}*أزمة|\\p{L}*اقتصاد\\p{L}*|\\p{L}*محلل\\p{L}*",
    promise:
      "\\p{L}*مضمون\\p{L}*|\\p{L}*ضمان|مؤكد\\p{L}*|حتمًا|بالتأكيد|بدون مخاطر|بلا مخاطر|سوف|سيرتفع|سينخفض|ستصعد|ستهبط|توقع\\p{L}*|اشتر الآن|لا تفوت\\p{L}*",
  },
};

export type Claim = "cause" | "news" | "promise";

/** Words that a text shares with its facts are theirs: a claim counts where the facts do not make it. */
export function claimIn(text: string, language: Language, facts: string): Claim | undefined {
  const languages: Language[] = language === "en" ? ["en"] : [language, "en"];
  for (const each of languages) {
    for (const claim of ["promise", "cause", "news"] as const) {
      const pattern = new RegExp(`(?<![\\p{L}\\d])(?:${CLAIMS[each][claim]})(?![\\p{L}\\d])`, "giu");
      for (const [found] of text.matchAll(pattern))
        if (!facts.toLowerCase().includes(found.toLowerCase())) return claim;
    }
  }
  return undefined;
}

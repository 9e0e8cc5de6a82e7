import { type Language, spoken } from "@promostack/core";

/** Said over the chat when somebody presses a button while a colleague has their conversation. */
const NOTICES: Readonly<Record<Language, string>> = {
  en: "A person is talking with you now. Write to them: the buttons work again afterwards.",
  ar: "يتحدث معك شخص من فريقنا الآن. اكتب له، وستعمل الأزرار مجددًا بعد ذلك.",
  de: "Gerade spricht ein Mensch mit dir. Schreib ihm: Danach gehen die Knöpfe wieder.",
  es: "Ahora te atiende una persona. Escríbele: los botones volverán a funcionar después.",
  fr: "Une personne vous répond en ce moment. Écrivez-lui : les boutons remarcheront ensuite.",
  hi: "अभी हमारी टीम का कोई व्यक्ति आपसे बात कर रहा है। उन्हें लिखिए, बटन बाद में फिर काम करेंगे।",
  id: "Saat ini seseorang dari tim kami sedang berbicara denganmu. Tulis saja: tombol berfungsi lagi setelahnya.",
  it: "Ora ti risponde una persona. Scrivile: i pulsanti torneranno a funzionare dopo.",
  pt: "Uma pessoa está falando com você agora. Escreva para ela: os botões voltam a funcionar depois.",
  ru: "Сейчас с вами говорит сотрудник. Напишите ему: кнопки снова заработают потом.",
  tr: "Şu anda seninle ekibimizden biri konuşuyor. Ona yaz: düğmeler sonra yine çalışır.",
  uk: "Зараз із вами говорить співробітник. Напишіть йому: кнопки знову запрацюють потім.",
};

/** In the language of a BCP 47 tag; English where the bots do not speak it. */
export function colleagueNotice(language: string): string {
  return NOTICES[spoken(language) ?? "en"];
}

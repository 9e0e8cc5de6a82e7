import type { Layer } from "../../../template/layer.ts";
import { boxed, sketch, words } from "../sketch.ts";
import type { GoldenCase } from "./cases.ts";

/** A heading, a sentence that wraps, and a code: one picture a script. */
function script(
  name: string,
  language: string,
  [heading, sentence, line]: [string, string, string],
): GoldenCase {
  const layers: Layer[] = [
    words(heading, { id: "heading", y: 6, height: 26, weight: 800, maxLines: 2 }),
    words(sentence, {
      id: "sentence",
      y: 36,
      height: 34,
      weight: 500,
      align: "start",
      size: { smallest: 8, largest: 64 },
    }),
    words(line, { id: "line", y: 74, height: 18, weight: 700, align: "end", maxLines: 1, colour: "#b3261e" }),
  ];
  return { name, template: sketch(boxed(layers), { language }), variables: { code: "SAVE-20" } };
}

export const SCRIPT_CASES: readonly GoldenCase[] = [
  script("latin", "en", [
    "Twenty percent off",
    "Everything in the shop, from the first of the month until the last: one code for each guest. Ça va? Größe, naïve, ő, ş, ł.",
    "Code {code}",
  ]),
  script("vietnamese", "vi", [
    "Giảm giá hai mươi phần trăm",
    "Mọi thứ trong cửa hàng, từ ngày đầu tiên đến ngày cuối cùng của tháng. Quà tặng đặc biệt!",
    "Mã {code}",
  ]),
  script("cyrillic", "ru", [
    "Скидка двадцать процентов",
    "На все товары магазина с первого до последнего числа месяца. Їжак, ґанок, Ђурђевдан — для всех.",
    "Код {code}",
  ]),
  script("greek", "el", [
    "Έκπτωση είκοσι τοις εκατό",
    "Σε όλα τα προϊόντα του καταστήματος, από την πρώτη μέχρι την τελευταία μέρα του μήνα.",
    "Κωδικός {code}",
  ]),
  script("arabic", "ar", [
    "خصم عشرون بالمئة",
    "على جميع المنتجات في المتجر من أول الشهر إلى آخره، رمز واحد لكل ضيف (٢٠٪). لا إله إلا الله.",
    "الرمز {code}",
  ]),
  script("persian", "fa", [
    "بیست درصد تخفیف",
    "برای همهٔ کالاهای فروشگاه از اول تا آخر ماه، می‌توانید با کد زیر خرید کنید: ۱۴۰۴",
    "کد {code}",
  ]),
  script("hebrew", "he", [
    "עשרים אחוז הנחה",
    "על כל המוצרים בחנות, מהראשון בחודש ועד האחרון: קוד אחד לכל אורח (20%). שָׁלוֹם!",
    "הקוד {code}",
  ]),
  script("devanagari", "hi", [
    "बीस प्रतिशत की छूट",
    "दुकान की हर चीज़ पर, महीने की पहली से आख़िरी तारीख़ तक। क्षत्रिय, श्रृंगार, विद्यार्थी, कृष्ण।",
    "कोड {code}",
  ]),
  script("thai", "th", [
    "ส่วนลดยี่สิบเปอร์เซ็นต์",
    "สินค้าทุกชิ้นในร้านตั้งแต่วันแรกจนถึงวันสุดท้ายของเดือนหนึ่งรหัสต่อลูกค้าหนึ่งท่านเท่านั้นที่นี่ปู่ป้าน้ำ",
    "รหัส {code}",
  ]),
  script("chinese", "zh", [
    "全场八折优惠",
    "从月初到月末，店内所有商品均可享受折扣。每位顾客限用一次（不可与其他优惠同时使用）。",
    "优惠码 {code}",
  ]),
  script("japanese", "ja", [
    "全品二〇％オフ",
    "月初めから月末まで、店内のすべての商品が対象です。「クーポン」はお一人様一回限り、他のサービスとは併用できません。",
    "コード {code}",
  ]),
  script("korean", "ko", [
    "전 품목 20% 할인",
    "매월 첫날부터 마지막 날까지 매장의 모든 상품에 적용됩니다. 한 분께 한 번만 사용할 수 있습니다.",
    "코드 {code}",
  ]),
  script("emoji", "en", [
    "🎁 Sale 🎉🔥",
    "Family 👨‍👩‍👧‍👦 and flags 🇩🇪🇯🇵🏴󠁧󠁢󠁥󠁮󠁧󠁿, skin 👍🏽👩🏿‍🚀, keycaps 1️⃣2️⃣, ❤️ and text ☎ ★ ✓ → ✂.",
    "👉 {code} 👈",
  ]),
  script("mixed-rtl", "ar", [
    "خصم 20% على iPhone 15 Pro",
    "استخدم الرمز {code} في app.example.com/sale قبل 31/12 ثم شارك مع @friends (VIP only).",
    "Code: {code} الرمز",
  ]),
  script("mixed-ltr", "en", [
    "Café שלום Bar سلام",
    "The word סוף means end, and مرحبا means hello; the price is ₪ 49.90 or 12,50 € (−20%).",
    "{code} — קוד",
  ]),
  script("unknown-letters", "en", [
    "Tamil தமிழ்",
    "Letters that no family has are boxes, never another machine's: ᏣᎳᎩ ᚠᚢᚦ.",
    "{code}",
  ]),
];

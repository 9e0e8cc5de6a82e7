import { TelegramText } from "@promostack/web/kit";
import type { TextPreview } from "../../texts/api.ts";
import type { Place } from "../../texts/text.ts";
import classes from "./MessageTexts.module.css";

interface SaidProps {
  preview: TextPreview;
  place: Place;
  dark: boolean;
  direction: "ltr" | "rtl";
}

/** A text as the chat shows it: in a bubble, on a button, or over the chat. */
export function Said({ preview, place, dark, direction }: SaidProps) {
  const broken = preview.problems.length > 0;
  return (
    <div className={classes.chat} data-dark={dark || undefined} data-dim={broken || undefined}>
      <div className={classes[place] ?? classes.message} dir={direction}>
        {preview.html && !broken ? <TelegramText html={preview.said} /> : preview.said}
      </div>
    </div>
  );
}

import { TelegramText } from "@promostack/web/kit";
import classes from "./Messages.module.css";

/** A message as a channel shows it. */
export function Bubble({ html, dark, direction }: { html: string; dark: boolean; direction: "ltr" | "rtl" }) {
  return (
    <div className={classes.chat} data-dark={dark || undefined}>
      <div className={classes.bubble} dir={direction === "rtl" ? "rtl" : "auto"}>
        <TelegramText html={html} />
        <span className={classes.clock} aria-hidden>
          10:15
        </span>
      </div>
    </div>
  );
}

import { usePluginPlace } from "@promostack/web/kit";
import { SignalPage } from "./SignalPage.tsx";
import { Signals } from "./Signals.tsx";

/** `/forex` lists the signals, `/forex/<id>` shows one. */
export default function Forex() {
  const { rest } = usePluginPlace();
  return rest === "" ? <Signals /> : <SignalPage id={rest} />;
}

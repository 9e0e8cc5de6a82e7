import { usePluginPlace } from "@promostack/web/kit";
import { RefusalsPage } from "./refusals/RefusalsPage.tsx";
import { SignalPage } from "./SignalPage.tsx";
import { Signals } from "./Signals.tsx";

/** `/forex` lists the signals, `/forex/<id>` shows one, `/forex/refusals` what became none. */
export default function Forex() {
  const { rest } = usePluginPlace();
  if (rest === "refusals") return <RefusalsPage />;
  return rest === "" ? <Signals /> : <SignalPage id={rest} />;
}

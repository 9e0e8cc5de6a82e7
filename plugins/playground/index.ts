import { type Clock, definePlugin } from "@promostack/core";
import { botApi } from "./telegram/botApi.ts";
import { UpdateSender } from "./telegram/updateSender.ts";

/** Background work of each host in this process, by the host's clock: the one object that start and stop share. */
const senders = new Map<Clock, UpdateSender>();

export default definePlugin({
  setup(p) {
    p.mount(botApi);
  },
  async start(context) {
    senders.set(context.clock, new UpdateSender(context));
  },
  async stop({ clock }) {
    await senders.get(clock)?.stop();
    senders.delete(clock);
  },
});

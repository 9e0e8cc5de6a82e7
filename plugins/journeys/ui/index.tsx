import { definePluginUi } from "@promostack/web/kit";
import { lazy } from "react";

export default definePluginUi({
  pages: {
    "/journeys": lazy(() => import("./Journeys.tsx")),
    "/people": lazy(() => import("./people/PeopleRoom.tsx")),
    "/segments": lazy(() => import("./people/segments/SegmentsRoom.tsx")),
    "/people-fields": lazy(() => import("./people/fields/FieldsRoom.tsx")),
    "/broadcasts": lazy(() => import("./broadcasts/BroadcastsRoom.tsx")),
    "/inbox": lazy(() => import("./inbox/Inbox.tsx")),
  },
});

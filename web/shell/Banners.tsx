import { Button } from "@mantine/core";
import { IconEye, IconPlugConnectedX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { call } from "../kit/api/client.ts";
import { useAct } from "../kit/api/resource.ts";
import { useLineState } from "../kit/live/line.ts";
import { usePlace } from "../kit/page/place.ts";
import { texts } from "../kit/texts.ts";
import classes from "./Frame.module.css";
import { siteAddress } from "./sites.ts";
import { words } from "./texts.ts";

/** Says in every page, unmistakably, that an admin looks through a tenant's eyes, for how long, and ends it. */
export function ViewingAs() {
  const { viewingAs } = usePlace().session;
  const left = useMinutesLeft(viewingAs?.until);
  const stop = useAct({
    act: () => call<void>("/api/view-as", { method: "DELETE" }),
    onDone: () => window.location.assign(siteAddress("admin")),
  });
  if (!viewingAs) return null;
  return (
    <div className={classes.viewing} role="status">
      <IconEye size={18} aria-hidden />
      <strong>{words.viewingAs(viewingAs.name)}</strong>
      <span>{words.viewingLeft(left)}</span>
      <Button
        ms="auto"
        size="compact-sm"
        variant="white"
        color="dark"
        loading={stop.isPending}
        onClick={() => stop.mutate()}
      >
        {words.stopViewing}
      </Button>
    </div>
  );
}

/** Sessions run on the machine's clock, so this counts by it. */
function useMinutesLeft(until: string | undefined): string {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, []);
  if (until === undefined) return "";
  const seconds = Math.max(0, Math.round((Date.parse(until) - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Only when the line is lost: a working one is no news. */
export function LineLost() {
  if (useLineState() !== "lost") return null;
  return (
    <div className={classes.lost} role="status">
      <IconPlugConnectedX size={16} aria-hidden />
      {texts.line.lost}
    </div>
  );
}

import { Checkbox, Stack } from "@mantine/core";
import { PageLink } from "@promostack/web/kit";
import type { Plan } from "../../broadcast/plan.ts";
import { useTextPlace } from "../editor/forms/textPlace.ts";
import { words as W } from "./texts.ts";

/** What keeps people from being bothered. */
export function CareFields({ plan, change }: { plan: Plan; change(plan: Partial<Plan>): void }) {
  const { readOnly } = useTextPlace();
  return (
    <Stack gap="xs">
      <Checkbox
        label={W.quiet}
        checked={plan.quiet}
        disabled={readOnly}
        onChange={(event) => change({ quiet: event.currentTarget.checked })}
      />
      <Checkbox
        label={W.capped}
        checked={plan.capped}
        disabled={readOnly}
        onChange={(event) => change({ capped: event.currentTarget.checked })}
      />
      <PageLink to="/plugins/journeys">{W.careSettings}</PageLink>
    </Stack>
  );
}

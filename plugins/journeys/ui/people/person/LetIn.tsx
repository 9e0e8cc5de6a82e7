import { Button, Menu } from "@mantine/core";
import { call, useAct, useResource } from "@promostack/web/kit";
import type { PeopleOptions } from "../../../people/api.ts";
import { API, PEOPLE } from "../base.ts";
import { words as W } from "../texts.ts";

/** Lets a person into a published journey. */
export function LetIn({ id }: { id: string }) {
  const options = useResource<PeopleOptions>(`${API}/people-options`);
  const enter = useAct<string, { result: string }>({
    act: (journey) => call(`${PEOPLE}/${id}/entries`, { method: "POST", body: { journey } }),
    done: ({ result }) => (result === "waits" ? W.letInWaits : W.letInDone),
    changes: [API],
  });
  const live = (options.data?.journeys ?? []).filter((journey) => journey.live);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" loading={enter.isPending}>
          {W.letIn}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {live.length === 0 ? <Menu.Label>{W.noJourneys}</Menu.Label> : null}
        {live.map((journey) => (
          <Menu.Item key={journey.id} onClick={() => enter.mutate(journey.id)}>
            {journey.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

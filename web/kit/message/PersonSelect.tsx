import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { ApiError } from "../api/error.ts";
import { useResource } from "../api/resource.ts";
import { texts } from "./texts.ts";

/** Somebody of a list of people. */
interface Listed {
  id: string;
  firstName: string;
  lastName: string;
  username: string;
  telegramId: string | null;
}

export interface PersonSelectProps {
  /** Where the people stand: takes `q`, `reach` and `limit`, and answers one by their id. */
  people: string;
  value: string | null;
  onChange(person: string | null): void;
  label?: string;
  /** Only those whom a bot can write to. */
  reachable?: boolean;
}

/** One of the people, found by their name as the server searches; somebody who is there no more is chosen no more. */
export default function PersonSelect({
  people,
  value,
  onChange,
  label = texts.person,
  reachable = false,
}: PersonSelectProps) {
  const [search, setSearch] = useState("");
  const [picked, setPicked] = useState<Listed>();
  const [asked] = useDebouncedValue(search.trim(), 250);
  const known = picked?.id === value ? picked : undefined;
  const kept = useResource<Listed>(
    `${people}/${value}`,
    {},
    { enabled: value !== null && known === undefined },
  );
  const chosen = value === null ? undefined : (known ?? kept.data);
  // The field shows the name of who is chosen: a name there is nothing that one looks for.
  const looked = chosen !== undefined && asked === labelOf(chosen) ? "" : asked;
  const found = useResource<{ items: Listed[] }>(people, {
    q: looked || undefined,
    reach: reachable ? "reachable" : undefined,
    limit: 20,
  });
  const gone = kept.error instanceof ApiError && kept.error.status === 404;
  useEffect(() => {
    if (gone) onChange(null);
  }, [gone, onChange]);
  const listed = found.data?.items ?? [];
  const all =
    chosen === undefined || listed.some(({ id }) => id === chosen.id) ? listed : [chosen, ...listed];
  return (
    <Select
      w="100%"
      label={label}
      searchable
      value={chosen?.id ?? null}
      onChange={(id) => {
        setPicked(all.find((each) => each.id === id));
        onChange(id);
      }}
      onSearchChange={setSearch}
      // The server has searched.
      filter={({ options }) => options}
      data={all.map((each) => ({ value: each.id, label: labelOf(each) }))}
      nothingFoundMessage={found.isPending ? texts.looking : texts.nobody}
      error={found.error === null ? undefined : found.error.message}
    />
  );
}

function labelOf({ firstName, lastName, username, telegramId }: Listed): string {
  const name = [firstName, lastName].filter((each) => each !== "").join(" ");
  const handle = username === "" ? (telegramId ?? "") : `@${username}`;
  return name === "" ? handle : handle === "" ? name : `${name} (${handle})`;
}

import { TagsInput, Text } from "@mantine/core";
import { Section, useResource } from "@promostack/web/kit";
import type { PeopleOptions, Person } from "../../../people/api.ts";
import { API } from "../base.ts";
import { words as W } from "../texts.ts";
import { useChangePerson } from "./useChangePerson.ts";

/** Tags are saved as they are put on and taken off. */
export function TagsSection({ person, mayEdit }: { person: Person; mayEdit: boolean }) {
  const options = useResource<PeopleOptions>(`${API}/people-options`, {}, { enabled: mayEdit });
  const change = useChangePerson(person.id);
  const save = (tags: string[]) => {
    const addTags = tags.map((tag) => tag.trim()).filter((tag) => !person.tags.includes(tag));
    change.mutate({ addTags, removeTags: person.tags.filter((tag) => !tags.includes(tag)) });
  };
  return (
    <Section title={W.tags}>
      {mayEdit ? (
        <TagsInput
          aria-label={W.tags}
          placeholder={W.tagPlaceholder}
          data={options.data?.tags ?? []}
          value={person.tags}
          onChange={save}
          disabled={change.isPending}
        />
      ) : (
        <Text>{person.tags.length === 0 ? W.noTags : person.tags.join(", ")}</Text>
      )}
    </Section>
  );
}

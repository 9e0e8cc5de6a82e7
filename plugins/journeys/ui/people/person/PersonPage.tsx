import { Skeleton, Stack } from "@mantine/core";
import {
  Empty,
  ErrorState,
  isNotThere,
  LinkButton,
  Page,
  Section,
  useMay,
  useResource,
} from "@promostack/web/kit";
import type { Person } from "../../../people/api.ts";
import { PEOPLE, TOPICS } from "../base.ts";
import { nameOf } from "../nameOf.ts";
import { ReachMark } from "../ReachMark.tsx";
import { words as W } from "../texts.ts";
import { ErasePerson } from "./ErasePerson.tsx";
import { FieldsSection } from "./FieldsSection.tsx";
import { LetIn } from "./LetIn.tsx";
import classes from "./Person.module.css";
import { Profile } from "./Profile.tsx";
import { TagsSection } from "./TagsSection.tsx";
import { TimelineSection } from "./TimelineSection.tsx";
import { WalksSection } from "./WalksSection.tsx";

/** Everything about one person: who they are, what is known of them, what happened. */
export function PersonPage({ id }: { id: string }) {
  const { data: person, error, refetch } = useResource<Person>(`${PEOPLE}/${id}`, {}, { topics: TOPICS });
  const may = useMay("member");
  const mayErase = useMay("admin");
  if (isNotThere(error))
    return (
      <Empty whole title={W.notFound} action={<LinkButton to="/people">{W.back}</LinkButton>}>
        {W.notFoundText}
      </Empty>
    );
  if (error !== null && person === undefined)
    return <ErrorState whole error={error} retry={() => void refetch()} />;
  if (person === undefined) return <Skeleton h={520} maw={1480} mx="auto" />;
  return (
    <Page
      title={nameOf(person)}
      mark={<ReachMark reach={person.reach} />}
      back={{ to: "/people", label: W.back }}
      actions={
        <>
          {person.lastHeard === null ? null : (
            <LinkButton to={`/inbox/${id}`} variant="default">
              {W.openChat}
            </LinkButton>
          )}
          {may && person.reach === "reachable" ? <LetIn id={id} /> : null}
          {mayErase ? <ErasePerson person={person} /> : null}
        </>
      }
      wide
    >
      <div className={classes.columns}>
        <Stack>
          <Section title={W.profile}>
            <Profile person={person} />
          </Section>
          <TagsSection person={person} mayEdit={may} />
          <FieldsSection person={person} mayEdit={may} />
        </Stack>
        <Stack>
          <WalksSection id={id} mayStop={may} />
          <TimelineSection id={id} />
        </Stack>
      </div>
    </Page>
  );
}

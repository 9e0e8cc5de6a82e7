import { Alert, Button, Collapse, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowRight, IconFlask } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import type { Page } from "../api/list.ts";
import type { SamplePerson, SignInMethods } from "../api/session.ts";
import { useAct, useResource } from "../kit/api/resource.ts";
import { problemText } from "../kit/show/states.tsx";
import classes from "./SignIn.module.css";
import { carriedPerson, carryOn, continueAs, siteHere } from "./session.ts";
import { words } from "./texts.ts";

/** Sign-in by choosing who one is. Only where the playground's issuer signs, and clearly named so. */
export function SamplePeople({ local }: { local: NonNullable<SignInMethods["local"]> }) {
  const site = siteHere();
  const people = useResource<Page<SamplePerson>>(local.people);
  const [other, { toggle }] = useDisclosure(false);
  const [email, setEmail] = useState("");
  const enter = useAct<string>({ act: (address) => continueAs(local, address), tell: false });
  const go = (person: SamplePerson) => {
    if (site !== "signin") return enter.mutate(person.email);
    carryOn(/admin of/i.test(person.about ?? "") ? "admin" : "dash", person);
  };
  const carried = useRef(false);
  useEffect(() => {
    if (carried.current || site === "signin") return;
    carried.current = true;
    const address = carriedPerson();
    if (address !== undefined) enter.mutate(address);
  }, [site, enter]);
  const typed = email.trim();
  const valid = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(typed);
  const sorted = [...(people.data?.items ?? [])].sort((a, b) => rank(a, site) - rank(b, site));

  return (
    <Stack gap="sm">
      <Alert color="amber" icon={<IconFlask size={18} aria-hidden />} title={words.playground} p="sm">
        {words.playgroundText}
      </Alert>
      <ul className={classes.people} aria-label={words.people}>
        {sorted.map((person) => (
          <li key={person.email}>
            <UnstyledButton className={classes.person} onClick={() => go(person)} disabled={enter.isPending}>
              <span>
                <strong>{words.continueAs(person.name ?? person.email)}</strong>
                <Text component="span" size="sm" c="dimmed" display="block">
                  {person.about ?? person.email}
                </Text>
              </span>
              <IconArrowRight size={18} className="points" aria-hidden />
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {enter.error === null ? null : (
        <Text role="alert" c="var(--mantine-color-error)">
          {problemText(enter.error)}
        </Text>
      )}
      <Button variant="subtle" color="gray" onClick={toggle} aria-expanded={other}>
        {words.otherEmail}
      </Button>
      <Collapse expanded={other}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (valid) go({ email: typed });
          }}
        >
          <Stack gap="sm">
            <TextInput
              type="email"
              label={words.email}
              description={words.otherHint}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              error={typed !== "" && !valid && typed.includes("@") ? words.emailWrong : undefined}
              autoComplete="email"
            />
            <Button type="submit" disabled={!valid} loading={enter.isPending}>
              {words.continue}
            </Button>
          </Stack>
        </form>
      </Collapse>
    </Stack>
  );
}

/** On the admin site the admin comes first. */
function rank({ about = "" }: SamplePerson, site: string): number {
  return site === "admin" && /admin of/i.test(about) ? 0 : 1;
}

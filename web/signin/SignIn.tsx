import { Box, Center, Divider, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useEffect } from "react";
import type { SignInMethods } from "../api/session.ts";
import { useResource } from "../kit/api/resource.ts";
import { Empty, ErrorState } from "../kit/show/states.tsx";
import mark from "../theme/mark.svg";
import { Clerk } from "./Clerk.tsx";
import { Password } from "./Password.tsx";
import { SamplePeople } from "./SamplePeople.tsx";
import { siteHere } from "./session.ts";
import { words } from "./texts.ts";

/** The page for everybody who is not signed in: the ways that this installation offers. */
export default function SignIn() {
  const methods = useResource<SignInMethods>("/api/sign-in");
  const site = siteHere();
  useEffect(() => {
    document.title = `${words.title[site]} · PromoStack`;
  }, [site]);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Box className="card" p={{ base: "md", xs: "xl" }} w="100%" maw={460}>
        <Stack gap="lg">
          <header>
            <img src={mark} alt="" width={36} height={36} />
            <Title order={1} mt="sm">
              {words.title[site]}
            </Title>
            <Text c="dimmed">{words.intro}</Text>
          </header>
          {methods.isPending ? (
            <Skeleton h={220} />
          ) : methods.error !== null ? (
            <ErrorState error={methods.error} retry={() => void methods.refetch()} />
          ) : (
            <Ways methods={methods.data} />
          )}
        </Stack>
      </Box>
    </Center>
  );
}

function Ways({ methods }: { methods: SignInMethods }) {
  const { local, clerk, legacy } = methods;
  const ways = [
    local ? <SamplePeople key="local" local={local} /> : undefined,
    clerk ? <Clerk key="clerk" publishableKey={clerk.publishableKey} /> : undefined,
    legacy ? <Password key="legacy" /> : undefined,
  ].filter((way) => way !== undefined);
  if (ways.length === 0) return <Empty title={words.none}>{words.noneText}</Empty>;
  return (
    <>
      {ways.map((way, index) => (
        <div key={way.key}>
          {index === 0 ? null : <Divider mb="lg" />}
          {way}
        </div>
      ))}
    </>
  );
}

import { Button, Stack, Text, Title } from "@mantine/core";
import { useAct } from "../kit/api/resource.ts";
import { problemText } from "../kit/show/states.tsx";
import { begin, carryOn, siteHere } from "./session.ts";
import { words } from "./texts.ts";

/** What we use of Clerk's script. */
interface ClerkScript {
  load(): Promise<void>;
  session?: { getToken(): Promise<string | null> } | null;
  redirectToSignIn(options: { signInFallbackRedirectUrl: string }): Promise<unknown>;
}

declare global {
  interface Window {
    Clerk?: ClerkScript;
  }
}

/** Sign-in with Clerk: its own script, from its own address, which the publishable key names. */
export function Clerk({ publishableKey }: { publishableKey: string }) {
  const site = siteHere();
  const signIn = useAct({ act: () => throughClerk(publishableKey), tell: false });
  return (
    <Stack gap="sm">
      <div>
        <Title order={2}>{words.clerkTitle}</Title>
        <Text c="dimmed">{words.clerkText}</Text>
      </div>
      {site === "signin" ? (
        <>
          <Button onClick={() => carryOn("dash")}>{words.toDash}</Button>
          <Button variant="default" onClick={() => carryOn("admin")}>
            {words.toAdmin}
          </Button>
        </>
      ) : (
        <Button onClick={() => signIn.mutate()} loading={signIn.isPending}>
          {words.clerkButton}
        </Button>
      )}
      {signIn.error === null ? null : (
        <Text role="alert" c="var(--mantine-color-error)">
          {problemText(signIn.error)}
        </Text>
      )}
    </Stack>
  );
}

async function throughClerk(publishableKey: string): Promise<void> {
  await loadScript(publishableKey);
  const clerk = window.Clerk;
  if (clerk === undefined) throw new Error(words.clerkFailed);
  await clerk.load();
  const token = await clerk.session?.getToken();
  if (token) return begin(token);
  await clerk.redirectToSignIn({ signInFallbackRedirectUrl: window.location.href });
}

/** The key carries the address: `pk_test_` and the host name in base64, ended by a dollar sign. */
function frontendHost(publishableKey: string): string {
  return atob(publishableKey.split("_")[2] ?? "").replace(/\$$/, "");
}

function loadScript(publishableKey: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `https://${frontendHost(publishableKey)}/npm/@clerk/clerk-js@5/dist/clerk.browser.js`;
    script.async = true;
    script.crossOrigin = "anonymous";
    script.dataset.clerkPublishableKey = publishableKey;
    script.addEventListener("load", () => resolve());
    script.addEventListener("error", () => reject(new Error(words.clerkFailed)));
    document.head.append(script);
  });
}

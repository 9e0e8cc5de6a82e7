import { Button, PasswordInput, Stack, Title } from "@mantine/core";
import { useState } from "react";
import type { Session } from "../api/session.ts";
import { call } from "../kit/api/client.ts";
import { useAct } from "../kit/api/resource.ts";
import { problemText } from "../kit/show/states.tsx";
import { carryOn, enter, siteHere } from "./session.ts";
import { words } from "./texts.ts";

/** The old sign-in of admins, where it is still on. */
export function Password() {
  const [password, setPassword] = useState("");
  const signIn = useAct<string>({
    act: (text) => call<Session>("/api/legacy-sessions", { method: "POST", body: { password: text } }),
    tell: false,
    onDone: enter,
  });
  if (siteHere() === "signin") {
    return (
      <Button fullWidth variant="default" onClick={() => carryOn("admin")}>
        {words.passwordTitle}
      </Button>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate(password);
      }}
    >
      <Stack gap="sm">
        <Title order={2}>{words.passwordTitle}</Title>
        <PasswordInput
          label={words.password}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={problemText(signIn.error)}
          autoComplete="current-password"
        />
        <Button type="submit" disabled={password === ""} loading={signIn.isPending}>
          {words.signIn}
        </Button>
      </Stack>
    </form>
  );
}

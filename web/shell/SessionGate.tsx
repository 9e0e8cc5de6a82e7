import { Center, Loader } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { Session } from "../api/session.ts";
import type { Tenant } from "../api/team.ts";
import { call, caller } from "../kit/api/client.ts";
import { ApiError } from "../kit/api/error.ts";
import { useResource } from "../kit/api/resource.ts";
import { setPlatformClock } from "../kit/live/clock.ts";
import { useLiveLine } from "../kit/live/line.ts";
import { type Place, PlaceProvider } from "../kit/page/place.ts";
import { ErrorState } from "../kit/show/states.tsx";
import { words } from "./texts.ts";

const TENANT_KEY = "promostack.tenant";

/** Lets only signed-in people through, and tells everything below who they are and where they stand. */
export function SessionGate({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  // One question whatever the tenant, so that its answer stands while others are asked for anew.
  const session = useQuery<Session>({
    queryKey: ["/api/me"],
    queryFn: ({ signal }) => call<Session>("/api/me", { signal }),
    refetchInterval: 60_000,
    meta: { topics: ["tenant", "members", "clock"] },
  });
  const [chosen, setChosen] = useState(() => window.localStorage.getItem(TENANT_KEY) ?? undefined);
  const data = session.data;
  const stranger = data?.viewingAs && !data.tenants.some(({ id }) => id === data.viewingAs?.tenantId);
  // An admin who views as a team that is not their own learns its zone from the team's profile.
  const profile = useResource<Tenant>("/api/tenants/current", {}, { enabled: Boolean(stranger) });
  const zone = stranger ? profile.data?.timezone : undefined;
  const tenant = useMemo(() => data && tenantOf(data, chosen, zone), [data, chosen, zone]);
  // Everything below asks in this tenant's name from its first render on.
  caller.tenantId = tenant?.id;
  caller.csrf = data?.csrf;

  useEffect(() => {
    if (data !== undefined) setPlatformClock(data.clock);
  }, [data]);
  useLiveLine(tenant?.id);

  const place = useMemo<Place | undefined>(
    () =>
      data && {
        session: data,
        tenant,
        switchTenant(id) {
          window.localStorage.setItem(TENANT_KEY, id);
          caller.tenantId = id;
          setChosen(id);
          queries.removeQueries({
            predicate: ({ queryKey: [path] }) => path !== "/api/me" && path !== "plugin-ui",
          });
        },
      },
    [data, tenant, queries],
  );

  const { error } = session;
  const signedOut = error instanceof ApiError && error.status === 401;
  useEffect(() => {
    if (signedOut) window.location.replace(signInAddress());
  }, [signedOut]);

  if (place !== undefined && !signedOut) return <PlaceProvider value={place}>{children}</PlaceProvider>;
  if (error !== null && !signedOut) {
    return (
      <Center mih="100dvh">
        <ErrorState error={error} retry={() => void session.refetch()} />
      </Center>
    );
  }
  return (
    <Center mih="100dvh" role="status" aria-label={words.loading}>
      <Loader color="gold" size="sm" />
    </Center>
  );
}

function tenantOf(session: Session, chosen: string | undefined, zone = "UTC"): Place["tenant"] {
  const { tenants, viewingAs } = session;
  if (viewingAs) {
    const { tenantId, name } = viewingAs;
    const own = tenants.find(({ id }) => id === tenantId);
    return own ?? { id: tenantId, slug: "", name, role: "admin", timezone: zone };
  }
  return (
    tenants.find(({ id }) => id === chosen) ?? tenants.find(({ id }) => id === session.tenantId) ?? tenants[0]
  );
}

function signInAddress(): string {
  const { pathname, search } = window.location;
  const back = `${pathname}${search}`;
  return back === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ return: back })}`;
}

import type { ViewAsStarted } from "../../api/admin.ts";
import { call } from "../../kit/api/client.ts";
import { useAct } from "../../kit/api/resource.ts";
import { usePlace } from "../../kit/page/place.ts";

/** Goes over to the dash, to see it as a tenant's team does. */
export function useViewAs() {
  const { session } = usePlace();
  return useAct<{ id: string }, ViewAsStarted>({
    act: ({ id }) => call<ViewAsStarted>("/api/admin/view-as", { method: "POST", body: { tenantId: id } }),
    onDone: ({ url }) =>
      window.location.assign(session.playground ? throughSignIn(url, session.person.email) : url),
  });
}

/** On localhost browsers keep the sign-in to one host: the dash's own page signs the same sample person in, and goes on. */
function throughSignIn(url: string, email: string): string {
  const { origin, pathname, search } = new URL(url);
  return `${origin}/sign-in?${new URLSearchParams({ return: pathname + search })}#as=${encodeURIComponent(email)}`;
}

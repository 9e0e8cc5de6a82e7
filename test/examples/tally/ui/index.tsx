import { definePluginUi, Page, Section, useResource } from "@promostack/ui";

interface Entries {
  items: { id: string; amount: number }[];
}

function Tally() {
  return (
    <Page title="Tally">
      <Today />
    </Page>
  );
}

function Today() {
  const { data } = useResource<Entries>("/api/p/tally/entries");
  const sum = data?.items.reduce((before, { amount }) => before + amount, 0);
  return <Section title="Counted today">{sum === undefined ? "…" : `${sum} in all`}</Section>;
}

interface Totals {
  items: { day: string; amount: number }[];
}

function Totals() {
  const { data } = useResource<Totals>("/api/p/tally/totals");
  return (
    <Page title="Tally">{data?.items.map(({ day, amount }) => `${day}: ${amount}`).join(", ") ?? "…"}</Page>
  );
}

const onAdminSite = location.hostname.startsWith("admin.");

export default definePluginUi({
  pages: { "/tally": onAdminSite ? Totals : Tally },
  widgets: { today: Today },
});

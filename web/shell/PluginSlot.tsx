import { Box, Button, Skeleton, Stack } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { type ReactNode, Suspense, useEffect, useState } from "react";
import { refresh } from "../kit/api/resource.ts";
import { Boundary } from "../kit/page/Boundary.tsx";
import { LinkButton } from "../kit/page/PageLink.tsx";
import { PluginPlaceProvider } from "../kit/page/pluginUi.ts";
import { Empty, ErrorState, Notice } from "../kit/show/states.tsx";
import { texts } from "../kit/texts.ts";
import { type PlacedPage, pageAt } from "./catalogue.ts";
import { pluginUi } from "./pluginModules.ts";
import { words } from "./texts.ts";

/** Whose answers carry the addresses of plugins' modules. */
const PAGES_ARE_NAMED_BY = ["/api/plugins", "/api/admin/pages"];

/** Stands where a plugin's page belongs: finds it by the address, loads it, and keeps its failures inside. */
export function PluginSlot({ pages, pending }: { pages: readonly PlacedPage[]; pending: boolean }) {
  const { pathname } = useLocation();
  const page = pageAt(pages, pathname);
  if (page !== undefined) return <PluginPageSlot page={page} pathname={pathname} />;
  if (pending) return <PageWaiting />;
  return <Missing />;
}

function Missing() {
  return (
    <Empty whole title={texts.slot.missing} action={<LinkButton to="/">{words.goHome}</LinkButton>}>
      {texts.slot.missingText}
    </Empty>
  );
}

function PluginPageSlot({ page, pathname }: { page: PlacedPage; pathname: string }) {
  const [held, release] = useHeld(page, pathname);
  const queries = useQueryClient();
  const ui = useQuery(pluginUi(page.plugin, held));
  const again = async () => {
    await refresh(queries, PAGES_ARE_NAMED_BY);
    release();
    await ui.refetch();
  };
  const explain = (error: Error) =>
    new Error(`${texts.slot.failed(page.pluginTitle)}: ${error.message}`, { cause: error });
  if (ui.isPending) return <PageWaiting />;
  const report = (error: Error) => reportOf(page, held, pathname, error);
  if (ui.error !== null)
    return <ErrorState error={explain(ui.error)} report={report(ui.error)} retry={() => void again()} />;
  const View = ui.data?.pages[page.path];
  if (View === undefined) return <Missing />;
  const place = {
    plugin: page.plugin,
    base: page.path,
    rest: pathname.slice(page.path.length).replace(/^\//, ""),
  };
  return (
    <PluginPlaceProvider value={place}>
      {held?.module === page.ui?.module ? null : <FreshRelease title={page.pluginTitle} take={release} />}
      <Contained resetKey={`${pathname} ${held?.module ?? ""}`} explain={explain} report={report}>
        <View />
      </Contained>
    </PluginPlaceProvider>
  );
}

/** What failed, where and when, in one line that can be passed on. */
function reportOf({ plugin }: PlacedPage, held: PlacedPage["ui"], pathname: string, error: Error): string {
  // `/assets/plugins/<id>/<version>-<hash>/index.js`
  const release = held?.module.split("/")[4] ?? "";
  return `${plugin} ${release} ${pathname} ${new Date().toISOString()}: ${error.message}`;
}

/** A newer release is there, and the page is still of the one before. */
function FreshRelease({ title, take }: { title: string; take: () => void }) {
  return (
    <Box maw={1160} mx="auto" w="100%" mb="md">
      <Notice
        tone="info"
        title={texts.slot.fresh(title)}
        action={
          <Button size="xs" variant="default" onClick={take}>
            {texts.slot.take}
          </Button>
        }
      >
        {texts.slot.freshText}
      </Notice>
    </Box>
  );
}

/** The release that the page began with: another one is taken up at the next step, so that nothing typed is lost. */
function useHeld(page: PlacedPage, pathname: string): [PlacedPage["ui"], () => void] {
  const [held, hold] = useState({ pathname, ui: page.ui });
  const release = () => hold({ pathname, ui: page.ui });
  if (held.pathname !== pathname || (held.ui === undefined && page.ui !== undefined)) release();
  return [held.ui, release];
}

/** A boundary and a place to wait for whatever loads lazily inside. */
export function Contained({
  resetKey,
  explain,
  report,
  children,
}: {
  resetKey: string;
  explain?: (error: Error) => Error;
  report?: (error: Error) => string;
  children: ReactNode;
}) {
  return (
    <Boundary resetKey={resetKey} explain={explain} report={report}>
      <Suspense fallback={<PatientWaiting />}>{children}</Suspense>
    </Boundary>
  );
}

const PATIENCE_MS = 10_000;

/** A part that never comes: after a while the reader is told, and can load it again. */
function PatientWaiting() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setLate(true), PATIENCE_MS);
    return () => window.clearTimeout(timer);
  }, []);
  if (!late) return <PageWaiting />;
  return (
    <Empty
      title={texts.slot.slow}
      action={
        <Button variant="default" onClick={() => window.location.reload()}>
          {texts.slot.reload}
        </Button>
      }
    >
      {texts.slot.slowText}
    </Empty>
  );
}

/** The frame of a page while its words are on their way. */
export function PageWaiting() {
  return (
    <Stack gap="md" maw={1160} mx="auto" w="100%" role="status" aria-label={words.loading}>
      <Skeleton h={24} w={180} />
      <Skeleton h={14} w={360} maw="100%" />
      <Skeleton h={280} mt="sm" />
    </Stack>
  );
}

import { SimpleGrid } from "@mantine/core";
import type { Query } from "@promostack/web/kit";
import type { CodeNumbers, ErrorNumbers, TemplateNumbers } from "../../numbers/api.ts";
import { Ranking } from "./Ranking.tsx";
import { reasonText, words as W } from "./texts.ts";
import { usePart } from "./useNumbers.ts";

/** Which templates and codes went out most, and what went wrong most. */
export function Rankings({ query }: { query: Query }) {
  const templates = usePart<TemplateNumbers>("templates", query);
  const codes = usePart<CodeNumbers>("codes", query);
  const errors = usePart<ErrorNumbers>("errors", query);
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }} spacing="md">
      <Ranking
        title={W.topTemplates}
        {...templates}
        rows={templates.items?.map(({ template, name, pictures, share, failed }) => ({
          key: template,
          name: name || W.gone,
          count: pictures,
          share,
          ...(failed > 0 && { more: W.failed(failed) }),
        }))}
        none={W.noUses}
      />
      <Ranking
        title={W.topCodes}
        {...codes}
        rows={codes.items?.map(({ code, pictures, share }) => ({
          key: code,
          name: <code>{code}</code>,
          count: pictures,
          share,
        }))}
        none={W.noUses}
      />
      <Ranking
        title={W.errors}
        intro={W.errorsIntro}
        {...errors}
        rows={errors.items?.map(({ outcome, reason, uses, share }) => ({
          key: `${outcome} ${reason}`,
          name: W.outcomes[outcome],
          more: reason === "" ? undefined : reasonText(reason),
          count: uses,
          share,
        }))}
        none={W.noErrors}
      />
    </SimpleGrid>
  );
}

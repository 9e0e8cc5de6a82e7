import { Button, Collapse, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Ago, useMay, useResource } from "@promostack/web/kit";
import type { ListedTemplate, TemplateList } from "../../templates/api.ts";
import { TEMPLATES } from "../base.ts";
import classes from "./Templates.module.css";
import { words as W } from "./texts.ts";
import { useUndelete } from "./useDelete.ts";

/** What was deleted within thirty days, to be taken back. */
export function DeletedTemplates() {
  const may = useMay("admin");
  const [opened, { toggle }] = useDisclosure(false);
  const { data } = useResource<TemplateList>(TEMPLATES, { deleted: true }, { enabled: may });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section aria-label={W.deletedTitle}>
      <UnstyledButton className="muted" onClick={toggle} aria-expanded={opened}>
        {W.deletedShow(data.items.length)}
      </UnstyledButton>
      <Collapse expanded={opened}>
        <div className="card" style={{ marginTop: 8, maxWidth: 560 }}>
          {data.items.map((item) => (
            <Gone key={item.id} item={item} />
          ))}
        </div>
      </Collapse>
    </section>
  );
}

function Gone({ item }: { item: ListedTemplate }) {
  const back = useUndelete(item);
  return (
    <div className={classes.gone}>
      <div className={classes.facts}>
        <Text fw={550} className="clip">
          {item.name}
        </Text>
        <Text size="xs" c="dimmed">
          {item.deletedAt === null ? null : <Ago value={item.deletedAt} />}
        </Text>
      </div>
      <Button size="xs" variant="default" loading={back.isPending} onClick={() => back.mutate()}>
        {W.restoreDeleted}
      </Button>
    </div>
  );
}

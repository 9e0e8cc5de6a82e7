import { Tabs } from "@mantine/core";
import { Page, useAddress } from "@promostack/web/kit";
import { FieldList } from "./FieldList.tsx";
import { TagList } from "./TagList.tsx";
import { words as W } from "./texts.ts";

/** Custom fields and tags: what they are called, how many have them, where they are used. */
export default function FieldsRoom() {
  const [{ tab }, change] = useAddress();
  const shown = tab === "tags" ? "tags" : "fields";
  return (
    <Page title={W.title} intro={W.intro}>
      <Tabs
        value={shown}
        onChange={(next) => change({ tab: next === "tags" ? "tags" : undefined, q: undefined })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="fields">{W.fields}</Tabs.Tab>
          <Tabs.Tab value="tags">{W.tags}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="fields">
          <FieldList />
        </Tabs.Panel>
        <Tabs.Panel value="tags">
          <TagList />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

import { Drawer, Text } from "@mantine/core";
import { useState } from "react";
import classes from "./Editor.module.css";
import { chosenLayers, useEditor } from "./editor.ts";
import { ChosenFields } from "./inspector/ChosenFields.tsx";
import { titleOf } from "./model/titles.ts";
import { InsertBar } from "./panels/InsertBar.tsx";
import { LayerList } from "./panels/LayerList.tsx";
import { Filmstrip } from "./preview/Filmstrip.tsx";
import { Picture } from "./preview/Picture.tsx";
import { TriedValues } from "./preview/TriedValues.tsx";
import { words as W } from "./texts.ts";

/** On a phone: the picture as people get it, the layers below it, and a chosen layer's fields over them. */
export default function PhoneEditor() {
  const editor = useEditor();
  const { template, view, select, readOnly } = editor;
  const chosen = chosenLayers(editor);
  const [layer] = chosen;
  const [whole, setWhole] = useState(false);
  const close = () => {
    select([]);
    setWhole(false);
  };
  return (
    <div className={classes.phone}>
      <div className={classes.phonePicture}>
        <Picture template={template} size={view.size} width={720} alt={W.livePicture} pause={300} />
      </div>
      <Filmstrip pictures={false} />
      <div className={classes.phoneTried}>
        <TriedValues />
      </div>
      {readOnly ? null : (
        <>
          <Text size="sm" c="dimmed" py="xs">
            {W.phoneHelp}
          </Text>
          <InsertBar />
        </>
      )}
      <LayerList openBackground={() => setWhole(true)} />
      <Drawer
        opened={layer !== undefined || whole}
        onClose={close}
        position="bottom"
        size="52%"
        title={layer === undefined ? W.template : titleOf(layer)}
        closeButtonProps={{ "aria-label": W.close }}
        overlayProps={{ backgroundOpacity: 0.1 }}
      >
        <ChosenFields layers={chosen} />
      </Drawer>
    </div>
  );
}

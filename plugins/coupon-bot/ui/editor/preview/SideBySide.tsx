import { UnstyledButton } from "@mantine/core";
import { useEditor } from "../editor.ts";
import { words as W } from "../texts.ts";
import { SizeName } from "./Filmstrip.tsx";
import { Picture } from "./Picture.tsx";
import classes from "./Preview.module.css";

/** Every size beside the others, as people get them; a press goes to work in it. */
export function SideBySide({ edit }: { edit(): void }) {
  const { template, work } = useEditor();
  return (
    <section className={classes.all} aria-label={W.sideBySide}>
      {template.sizes.map((size) => (
        <UnstyledButton
          key={size}
          className={classes.one}
          onClick={() => {
            work({ size });
            edit();
          }}
        >
          <Picture template={template} size={size} width={640} alt={W.sizes[size]} pause={200} />
          <SizeName size={size} />
        </UnstyledButton>
      ))}
    </section>
  );
}

import { Button, FileButton, NativeSelect } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { FAMILIES } from "../../../template/families.ts";
import type { TextLayer } from "../../../template/layer.ts";
import type { Typeface } from "../../../template/typeface.ts";
import { useEditor } from "../editor.ts";
import { FONT_TYPES } from "../fileTypes.ts";
import { words as W } from "../texts.ts";
import classes from "./Inspector.module.css";

/** Typeface and weight: our families, and fonts that the tenant uploads. */
export function TypefaceField({ layer }: { layer: TextLayer }) {
  const { put, readOnly, uploads } = useEditor();
  const { typeface, weight = 400 } = layer;
  const fonts = uploads.all.filter(({ kind }) => kind === "font");
  const take = async (file: File | null) => {
    if (file === null) return;
    const asset = await uploads.send("font", file);
    if (asset !== undefined) put({ ...layer, typeface: { asset: asset.id } });
  };
  return (
    <>
      <div className={classes.wideAndNarrow}>
        <NativeSelect
          size="xs"
          label={W.typeface}
          disabled={readOnly}
          value={"asset" in typeface ? `${ASSET}${typeface.asset}` : typeface.family}
          onChange={(event) => {
            const next = typefaceOf(event.currentTarget.value);
            if (next !== undefined) put({ ...layer, typeface: next });
          }}
          data={[
            { group: W.ourFonts, items: FAMILIES.map(({ id, title }) => ({ value: id, label: title })) },
            ...(fonts.length === 0
              ? []
              : [
                  {
                    group: W.yourFonts,
                    items: fonts.map(({ id, family, name }) => ({
                      value: `${ASSET}${id}`,
                      label: family ?? name,
                    })),
                  },
                ]),
          ]}
        />
        <NativeSelect
          size="xs"
          label={W.weight}
          disabled={readOnly}
          value={String(weight)}
          onChange={(event) => put({ ...layer, weight: Number(event.currentTarget.value) })}
          data={Object.entries(W.weights).map(([value, label]) => ({ value, label }))}
        />
      </div>
      {readOnly ? null : (
        <FileButton accept={FONT_TYPES} onChange={(file) => void take(file)}>
          {(props) => (
            <Button
              {...props}
              size="compact-xs"
              variant="subtle"
              color="gray"
              leftSection={<IconUpload size={13} aria-hidden />}
              style={{ alignSelf: "flex-start" }}
            >
              {W.uploadFont}
            </Button>
          )}
        </FileButton>
      )}
    </>
  );
}

const ASSET = "asset:";

function typefaceOf(value: string): Typeface | undefined {
  if (value.startsWith(ASSET)) return { asset: value.slice(ASSET.length) };
  const family = FAMILIES.find(({ id }) => id === value)?.id;
  return family && { family };
}

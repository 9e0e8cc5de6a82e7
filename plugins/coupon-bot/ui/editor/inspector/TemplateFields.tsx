import { Button, Checkbox, Stack, Text, TextInput } from "@mantine/core";
import { pixelsOf, SIZE_IDS, type SizeId } from "../../../template/pixels.ts";
import { useEditor } from "../editor.ts";
import { type PhotoView, photoIn, photoSeenIn } from "../model/photo.ts";
import { customSized, withSize } from "../model/sizes.ts";
import { words as W } from "../texts.ts";
import { AssetField } from "./AssetField.tsx";
import { FillField } from "./FillField.tsx";
import { FocusField } from "./FocusField.tsx";
import { Group } from "./Group.tsx";
import classes from "./Inspector.module.css";
import { NumberField } from "./NumberField.tsx";

/** What belongs to the template as a whole: background, sizes, language. */
export function TemplateFields() {
  return (
    <>
      <BackgroundFields />
      <PhotoFields />
      <SizeFields />
      <LanguageField />
    </>
  );
}

function BackgroundFields() {
  const { template, change, readOnly } = useEditor();
  return (
    <Group title={W.background}>
      <FillField
        value={template.background.fill}
        kinds={["colour", "linear", "radial"]}
        disabled={readOnly}
        change={(fill, about) => {
          if (fill !== undefined)
            change(
              (now) => ({ ...now, background: { ...now.background, fill } }),
              about && `background ${about}`,
            );
        }}
      />
    </Group>
  );
}

function PhotoFields() {
  const { template, view, change, readOnly } = useEditor();
  const { photo } = template.background;
  const put = (next: typeof photo, about?: string) =>
    change((now) => ({ ...now, background: { ...now.background, photo: next } }), about && `photo ${about}`);
  const seen = photo && photoSeenIn(photo, view.size);
  return (
    <Group title={W.photo}>
      <AssetField value={photo?.asset} kind="picture" change={({ id }) => put({ ...photo, asset: id })} />
      {photo === undefined ? null : (
        <>
          <FocusField
            asset={photo.asset}
            fit={seen?.fit}
            focus={seen?.focus}
            change={(next: PhotoView, about) => put(photoIn(photo, view, next), about)}
          />
          <NumberField
            label={W.photoOpacity}
            value={(photo.opacity ?? 1) * 100}
            min={0}
            max={100}
            step={5}
            suffix=" %"
            disabled={readOnly}
            change={(value) => put({ ...photo, opacity: value / 100 }, "opacity")}
          />
          {readOnly ? null : (
            <Button size="compact-xs" variant="subtle" color="gray" onClick={() => put(undefined)}>
              {W.removePhoto}
            </Button>
          )}
        </>
      )}
    </Group>
  );
}

function SizeFields() {
  const { template, change, readOnly } = useEditor();
  const { sizes, custom } = template;
  return (
    <Group title={W.sizesTitle}>
      <Text size="xs" c="dimmed">
        {W.sizesHelp}
      </Text>
      <Stack gap={8}>
        {SIZE_IDS.map((size: SizeId) => {
          const pixels = pixelsOf(size, custom);
          const on = sizes.includes(size);
          return (
            <Checkbox
              key={size}
              size="xs"
              label={
                <>
                  {W.sizes[size]}{" "}
                  {pixels === undefined ? null : (
                    <span className="muted figure">{W.pixels(pixels.width, pixels.height)}</span>
                  )}
                </>
              }
              checked={on}
              disabled={readOnly || (on && sizes.length === 1)}
              onChange={(event) => {
                const wanted = event.currentTarget.checked;
                change((now) => withSize(now, size, wanted));
              }}
            />
          );
        })}
      </Stack>
      {custom === undefined || !sizes.includes("custom") ? null : (
        <div className={classes.pair}>
          {(["width", "height"] as const).map((side) => (
            <NumberField
              key={side}
              label={side === "width" ? W.customWidth : W.customHeight}
              value={custom[side]}
              min={200}
              max={2560}
              step={10}
              disabled={readOnly}
              change={(value) =>
                change((now) => customSized(now, { ...custom, [side]: value }, side), `custom ${side}`)
              }
            />
          ))}
        </div>
      )}
    </Group>
  );
}

const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

function LanguageField() {
  const { template, change, readOnly } = useEditor();
  return (
    <Group title={W.language}>
      <TextInput
        key={template.language}
        size="xs"
        aria-label={W.language}
        description={W.languageHelp}
        placeholder="en"
        maxLength={35}
        disabled={readOnly}
        defaultValue={template.language ?? ""}
        onBlur={(event) => {
          const written = event.currentTarget.value.trim();
          const language = LANGUAGE.test(written) ? written : undefined;
          if (language !== template.language) change((now) => ({ ...now, language }));
        }}
      />
    </Group>
  );
}

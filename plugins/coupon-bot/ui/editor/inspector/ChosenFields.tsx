import type { Layer } from "../../../template/layer.ts";
import { ManyFields } from "./ManyFields.tsx";
import { ImageFields, LogoFields } from "./PictureFields.tsx";
import { PlaceFields } from "./PlaceFields.tsx";
import { QrFields } from "./QrFields.tsx";
import { GradientFields, ShapeFields } from "./ShapeFields.tsx";
import { TemplateFields } from "./TemplateFields.tsx";
import { TextFields } from "./TextFields.tsx";

/** Fields of what is chosen; of the template while nothing is. */
export function ChosenFields({ layers }: { layers: readonly Layer[] }) {
  const [layer] = layers;
  if (layer === undefined) return <TemplateFields />;
  if (layers.length > 1) return <ManyFields />;
  return (
    <div key={layer.id}>
      <KindFields layer={layer} />
      <PlaceFields layer={layer} />
    </div>
  );
}

function KindFields({ layer }: { layer: Layer }) {
  switch (layer.kind) {
    case "text":
      return <TextFields layer={layer} />;
    case "image":
      return <ImageFields layer={layer} />;
    case "logo":
      return <LogoFields layer={layer} />;
    case "shape":
      return <ShapeFields layer={layer} />;
    case "gradient":
      return <GradientFields layer={layer} />;
    case "qr":
      return <QrFields layer={layer} />;
  }
}

import { generateTemplates } from "@rjsf/mantine/lib/templates/index.js";
import CheckboxesWidget from "@rjsf/mantine/lib/widgets/CheckboxesWidget.js";
import PasswordWidget from "@rjsf/mantine/lib/widgets/PasswordWidget.js";
import RadioWidget from "@rjsf/mantine/lib/widgets/RadioWidget.js";
import SelectWidget from "@rjsf/mantine/lib/widgets/SelectWidget.js";
import TextareaWidget from "@rjsf/mantine/lib/widgets/TextareaWidget.js";
import type { RJSFSchema } from "@rjsf/utils";
import { ArrayElement, ArrayFields, elementButtons } from "./ArrayFields.tsx";
import { ChannelWidget } from "./ChannelWidget.tsx";
import { CheckboxField } from "./CheckboxField.tsx";
import { ChoiceListWidget } from "./ChoiceListWidget.tsx";
import { ChoicesWidget } from "./ChoicesWidget.tsx";
import { JsonField } from "./JsonField.tsx";
import { LazyColour } from "./LazyColour.tsx";
import { ObjectFields } from "./ObjectFields.tsx";
import { PageField } from "./PageField.tsx";
import { TimeWidget, TimezoneWidget } from "./TimeWidgets.tsx";

type Values = Record<string, unknown>;

const given = generateTemplates<Values, RJSFSchema>();

/** Mantine's theme of the forms' library without what settings never need (calendars, files), half its weight. */
export const formTheme = {
  templates: {
    ...given,
    ButtonTemplates: { ...given.ButtonTemplates, ...elementButtons },
    ArrayFieldTemplate: ArrayFields,
    ArrayFieldItemTemplate: ArrayElement,
    ObjectFieldTemplate: ObjectFields,
  },
  fields: { JsonField, PageField },
  widgets: {
    CheckboxesWidget,
    CheckboxWidget: CheckboxField,
    PasswordWidget,
    RadioWidget,
    SelectWidget,
    TextareaWidget,
    ChannelWidget,
    ChoiceListWidget,
    ChoicesWidget,
    ColourWidget: LazyColour,
    TimeWidget,
    TimezoneWidget,
  },
};

import type { FieldType } from "../../../people/fieldsApi.ts";
import { peopleCount } from "../texts.ts";

/** Words of the page about custom fields and tags. */
export const words = {
  title: "Fields and tags",
  intro:
    "What you keep about people beside what Telegram tells. Journeys fill fields and set tags; you can too.",
  fields: "Fields",
  tags: "Tags",
  noFields: "No fields yet",
  noFieldsText:
    "A field keeps one thing about each person, such as a city or a birthday. Texts use it as {city}.",
  noTags: "No tags yet",
  noTagsText: "Put tags on people in the list, on their page, by an import or in a journey.",
  name: "Name in texts",
  nameHelp: "Letters, digits and _, beginning with a letter. Texts write it in braces.",
  nameWrong: "Letters, digits and _ only, beginning with a letter.",
  label: "Label",
  type: "Type",
  options: "Choices",
  optionsHelp: "Press Enter after each.",
  people: "People",
  usedIn: "Used in",
  tag: "Tag",
  make: "New field",
  define: "Give it a type",
  edit: "Edit",
  editTitle: (name: string) => `Field ${name}`,
  save: "Save",
  saved: (people: number, segments: number) =>
    people + segments === 0
      ? "Saved."
      : `Saved, for ${peopleCount(people)} and in ${segments === 1 ? "1 segment" : `${segments} segments`}.`,
  renameNote:
    "A new name reaches everybody who has the field, and segments. Journeys that write the old name go on writing it.",
  remove: "Delete",
  removeField: (label: string, people: number) =>
    `${label} and what it says of ${peopleCount(people)} is deleted. This cannot be undone.`,
  removeFieldTitle: (label: string) => `Delete the field ${label}?`,
  removed: (people: number) => `Deleted, for ${peopleCount(people)}.`,
  rename: "Rename",
  renameTitle: (tag: string) => `Rename the tag ${tag}`,
  renameTo: "New name",
  renameTagNote:
    "For everybody who has it, and in segments. Where the new name exists the two become one. Journeys keep the old name until you change them.",
  removeTagTitle: (tag: string) => `Delete the tag ${tag}?`,
  removeTag: (people: number) =>
    `It is taken off ${peopleCount(people)}. Segments that ask for it find nobody then.`,
  show: "Show people",
  types: {
    text: "Text",
    number: "Number",
    money: "Amount of money",
    email: "E-mail address",
    phone: "Phone number",
    country: "Country",
    date: "Date",
    choice: "Choice",
    yesNo: "Yes or no",
  } satisfies Record<FieldType, string>,
  untyped: "Not defined",
};

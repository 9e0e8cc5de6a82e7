import { Button, Kbd, Text } from "@mantine/core";
import { withTheme } from "@rjsf/core";
import type { RJSFSchema } from "@rjsf/utils";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { ApiError } from "../api/error.ts";
import { notifyProblem } from "../api/resource.ts";
import { Status } from "../show/states.tsx";
import { Conflict } from "./Conflict.tsx";
import { useDraft } from "./draft.ts";
import { LeaveGuard } from "./LeaveGuard.tsx";
import { isNode } from "./node.ts";
import classes from "./SchemaForm.module.css";
import { drawable, extraErrors, looks, type Secrets } from "./schema.ts";
import { type FormTest, type FormTestResult, TestButtons, type Trials } from "./TestButtons.tsx";
import { texts } from "./texts.ts";
import { useSaveKey } from "./useSaveKey.ts";
import { interpreted, meant } from "./validator.ts";
import { formTheme } from "./widgets.ts";

type Values = Record<string, unknown>;

const Form = withTheme<Values, RJSFSchema>(formTheme);

export interface SchemaFormProps {
  /** JSON Schema, draft 2020-12; `x-secret` fields are write-only, `x-group` puts fields under a heading. */
  schema: Record<string, unknown>;
  /** What is stored, with defaults. */
  value: Values;
  /** Version of `value`. */
  version?: string;
  secrets?: Secrets;
  /** Under this name the typed values survive a reload. */
  draft: string;
  /** Rejects with the server's refusal. `version` is the one that the reader edited, or the newer one they chose to replace. */
  save(value: Values, version: string | undefined): Promise<unknown>;
  /** What the button says. */
  label?: string;
  /** True: the button is there even while nothing was changed (enabling with the defaults). */
  eager?: boolean;
  /** What is stored no longer fits: says at once what is wrong with it. */
  outdated?: boolean;
  /** Beside the button. */
  aside?: ReactNode;
  disabled?: boolean;
  /** Asked before saving; false keeps the form as it is. */
  allowed?(): boolean;
  /** Hears what is typed, whether it is sound or not. */
  onTyped?(value: Values, sound: boolean): void;
  /** False where the routes that list choices do not answer yet (a plugin that is off). */
  choices?: boolean;
  /** Buttons that try what is typed. */
  tests?: readonly FormTest[];
  /** Runs one of them. */
  test?(name: string, value: Values): Promise<FormTestResult>;
}

/** A form drawn from a schema: validates as one types, keeps what was typed, saves with Ctrl S, shows both versions of a conflict. */
export function SchemaForm(props: SchemaFormProps) {
  const {
    schema,
    value: saved,
    version,
    secrets = {},
    draft: name,
    save,
    label = texts.save,
    eager = false,
    aside,
    outdated = false,
    disabled,
    allowed,
    choices = true,
    onTyped,
    tests = [],
    test,
  } = props;
  const draft = useDraft(name, saved, version ?? "", schema);
  const typed = useRef(draft.value);
  typed.current = draft.value;
  const [touched, setTouched] = useState(false);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [refused, setRefused] = useState<Record<string, string>>({});
  const [conflict, setConflict] = useState<ApiError>();
  const [wrong, setWrong] = useState(0);
  const form = useRef<HTMLDivElement>(null);

  const drawn = useMemo(() => drawable(schema, secrets), [schema, secrets]);
  const look = useMemo(
    () =>
      looks(drawn, (field) =>
        secrets[field]?.set ? texts.secretSet(secrets[field]?.last4 ?? undefined) : texts.secretUnset,
      ),
    [drawn, secrets],
  );

  const problems = useMemo(
    () => (outdated ? interpreted.validateFormData(saved, drawn).errorSchema : {}),
    [outdated, saved, drawn],
  );

  const store = async (next: Values, over: string | undefined) => {
    setBusy(true);
    try {
      const answer = await save(meant(drawn, next), over);
      const stored = isNode(answer) ? answer : {};
      const etag = typeof stored.etag === "string" ? stored.etag : undefined;
      // What was typed meanwhile, or is next, is a change of what was just stored, though the page has yet to hear of it.
      const typedOn = typed.current !== next;
      if (typedOn) draft.rebase(etag);
      else draft.drop(isNode(stored.settings) ? stored.settings : next, etag);
      setRefused({});
      setConflict(undefined);
      setTouched(false);
      setDone(!typedOn);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 412) setConflict(error);
      else {
        setRefused(error.fields);
        notifyProblem(error);
      }
    } finally {
      setBusy(false);
    }
  };

  const submit = () => {
    if (busy || disabled) return;
    if (allowed?.() === false) return;
    const { errors } = interpreted.validateFormData(draft.value, drawn);
    setWrong(errors.length);
    setTouched(true);
    if (errors.length > 0) {
      window.setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), 50);
      return;
    }
    void store(draft.value, draft.base || undefined);
  };
  useSaveKey(submit, busy);
  // The forms' library takes functions for equal and keeps the first it was given.
  const newest = useRef(submit);
  useEffect(() => {
    newest.current = submit;
  });

  const run = async (name: string): Promise<FormTestResult> => {
    try {
      return (await test?.(name, meant(drawn, draft.value))) ?? { ok: false, message: "" };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefused(error.fields);
      return { ok: false, message: error.message, hint: error.hint };
    }
  };
  const trials: Trials | undefined =
    test === undefined || disabled ? undefined : { tests, typed: draft.value, run };

  const changed = draft.dirty;
  return (
    <div ref={form}>
      <Form
        schema={drawn}
        uiSchema={{ ...look, "ui:submitButtonOptions": { norender: true } }}
        formData={draft.value}
        validator={interpreted}
        extraErrors={outdated && draft.clean ? problems : extraErrors(refused)}
        liveValidate="onChange"
        showErrorList={false}
        noHtml5Validate
        disabled={disabled}
        formContext={{ choices, trials }}
        onChange={({ formData, errors }) => {
          if (formData === undefined) return;
          setDone(false);
          setRefused({});
          setWrong(errors.length);
          draft.set(formData);
          onTyped?.(meant(drawn, formData), errors.length === 0);
        }}
        onSubmit={() => newest.current()}
      >
        <span hidden />
      </Form>
      <TestButtons trials={trials} field={undefined} />
      <div className={classes.bar} data-idle={(!changed && !eager) || undefined}>
        {changed || eager ? (
          <Button
            type="button"
            onClick={submit}
            loading={busy}
            disabled={disabled}
            aria-keyshortcuts="Control+S"
          >
            {label}
          </Button>
        ) : null}
        {changed ? (
          <Button type="button" variant="subtle" color="gray" onClick={() => draft.drop(saved)}>
            {texts.reset}
          </Button>
        ) : null}
        {aside}
        <Text
          role="status"
          c="dimmed"
          component="div"
          style={{ display: "flex", alignItems: "center", gap: 8 }}
        >
          {wrong > 0 && (touched || changed) ? <Status tone="warn">{texts.fix(wrong)}</Status> : null}
          {changed ? (draft.restored ? texts.restored : texts.unsaved) : null}
          {done && !changed ? <Status tone="good">{texts.saved}</Status> : null}
          {changed ? <Kbd visibleFrom="sm">Ctrl S</Kbd> : null}
        </Text>
      </div>
      <LeaveGuard on={changed && !busy && !done} />
      {conflict === undefined ? null : (
        <Conflict
          error={conflict}
          yours={draft.value}
          schema={schema}
          close={() => setConflict(undefined)}
          takeTheirs={(theirs, now) => {
            draft.drop(theirs, now);
            setConflict(undefined);
          }}
          keepYours={(over) => void store(draft.value, over)}
        />
      )}
    </div>
  );
}

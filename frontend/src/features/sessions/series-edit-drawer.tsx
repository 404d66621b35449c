import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { hasCode, ProblemError } from "@/api/problem";
import type { Series, SeriesEdit, SeriesEditPreview, Session, SessionCard } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatDay, type LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { EditorForm } from "@/ui/editor-form";
import type { FieldError } from "@/ui/error-summary";
import fields from "@/ui/fields.module.css";
import { FormDrawer } from "@/ui/form-drawer";
import { useProblemText } from "@/ui/problem-text";
import { useRefusedFields } from "@/ui/refused-fields";
import { useSessionTitle } from "@/ui/session-title";

import { seriesEditFields } from "./fields";
import { fieldId } from "./problems";
import { useEditSeries, useForeseeSeries } from "./queries";
import classes from "./series-edit.module.css";
import { SeriesEditFields } from "./series-edit-fields";
import { SeriesEditPreviewed } from "./series-edit-preview";
import {
  applicable,
  type Deed,
  deeds,
  editBody,
  editMistakes,
  type SeriesEditForm,
  scopes,
  staffIn,
  standing,
} from "./series-edit-rules";
import { en } from "./series-edit-texts";

type Props = {
  session: Session;
  card: SessionCard;
  series: Series;
  opened: boolean;
  onClose: () => void;
  /** With the day on which the session is now. */
  onDone: (edit: SeriesEdit, date: LocalDate) => void;
};

/** A form for one change of a series: how far it reaches, what it is, and what will come of it before it is made. */
export function SeriesEditDrawer({ opened, onClose, ...rest }: Props) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  return (
    <FormDrawer title={t("seriesEdit.title", { title: titleOf(rest.card) })} opened={opened} onClose={onClose}>
      {opened && <Editing {...rest} onClose={onClose} />}
    </FormDrawer>
  );
}

function Editing({ session, card, series, onClose, onDone }: Omit<Props, "opened">) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const refusal = useSeriesRefusal();
  const foresee = useForeseeSeries(series.id);
  const edit = useEditSeries(series.id);
  const {
    form,
    set: change,
    draft,
    sent,
  } = useDraft<SeriesEditForm>({
    form: "series-edit",
    subject: session.id,
    begin: () => ({ scope: "this", deed: "move", typed: {}, off: [], reason: "" }),
  });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [answer, setAnswer] = useState<{ to: SeriesEditForm; preview: SeriesEditPreview } | null>(null);
  // What was foreseen is of what was asked then.
  const foreseen = answer?.to === form ? answer.preview : null;
  const asked = useRef(form);
  asked.current = form;
  const now = standing(form.scope, session, series);
  const staff = staffIn(form.scope, session, series);
  const body = editBody(form, now, staff, session.id);
  const ready = foreseen !== null && applicable(foreseen);

  const refuse = (error: unknown) => {
    setAnswer(null);
    setErrors(refusal(error));
  };
  const look = () => {
    const found = editMistakes(form, now, staff);
    setErrors(
      found.map(({ field, code }) => ({ field: field && fieldId(field), text: t(`seriesEdit.error.${code}`) })),
    );
    if (found.length > 0) return;
    foresee.mutate(body, {
      onSuccess: (preview) => {
        if (asked.current !== form) return;
        setAnswer({ to: form, preview });
        announce(
          preview.clashes.length > 0
            ? t("seriesEdit.wayStands")
            : t("seriesEdit.foreseenSaid", { count: preview.changes.length }),
        );
      },
      onError: refuse,
    });
  };
  const apply = () =>
    edit.mutate(
      { ...body, version: series.version },
      {
        onSuccess: (made) => {
          sent();
          announce(t("seriesEdit.done", { count: made.edit.changed }));
          const own = foreseen?.changes.find((one) => one.session_id === session.id);
          onDone(made.edit, own?.to_local_date ?? session.local_date);
        },
        onError: refuse,
      },
    );

  const deed = form.deed === "cancel" ? "cancel" : "apply";
  return (
    <EditorForm
      summary={t("seriesEdit.summary")}
      errors={errors}
      draft={draft}
      pending={foresee.isPending || edit.isPending}
      save={
        ready
          ? t(`seriesEdit.${deed}`, { count: foreseen.changes.length })
          : t(foreseen ? "seriesEdit.again" : "seriesEdit.preview")
      }
      onSubmit={() => {
        if (foresee.isPending || edit.isPending) return;
        if (ready) apply();
        else look();
      }}
      onCancel={onClose}
    >
      <Choice
        name="scope"
        legend={t("seriesEdit.scope")}
        value={form.scope}
        options={scopes.map((value) => ({
          value,
          label: t(`seriesEdit.scopes.${value}`, { date: formatDay(session.local_date, locale) }),
        }))}
        // What was typed is of what it was about.
        onChange={(scope) => change({ scope, typed: {}, off: [] })}
      />
      <Choice
        name="deed"
        legend={t("seriesEdit.deed")}
        value={form.deed}
        options={deeds.map((value: Deed) => ({ value, label: t(`seriesEdit.deeds.${value}`) }))}
        onChange={(next) => change({ deed: next, typed: {}, off: [] })}
      />
      <SeriesEditFields
        form={form}
        now={now}
        staff={staff}
        errors={errors}
        session={session}
        card={card}
        onChange={change}
      />
      {foreseen && (
        <SeriesEditPreviewed
          preview={foreseen}
          body={body}
          now={now}
          staff={staff}
          card={card}
          kind={session.service_kind}
          timeZone={session.time_zone}
        />
      )}
    </EditorForm>
  );
}

type ChoiceProps<Value extends string> = {
  name: string;
  legend: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
};

function Choice<Value extends string>({ name, legend, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <fieldset id={fieldId(name)} tabIndex={-1}>
      <legend className={fields.legend}>{legend}</legend>
      {options.map((one) => (
        <label key={one.value} className={classes.choice}>
          <input
            type="radio"
            name={fieldId(name)}
            data-autofocus={(name === "scope" && one.value === value) || undefined}
            checked={one.value === value}
            onChange={() => onChange(one.value)}
          />
          <span>{one.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

type Worded = keyof typeof en.problem;
const isWorded = (code: string): code is Worded => code in en.problem;

/** What is said to a refusal of an edit, or of taking one back. */
export function useSeriesProblem(): (error: unknown) => { text: string; known: boolean } {
  const { t, i18n } = useTranslation();
  const problemText = useProblemText();
  return (error) => {
    const code = error instanceof ProblemError ? error.problem.code : "";
    if (isWorded(code)) return { text: t(`seriesEdit.problem.${code}`), known: true };
    // What moving a single session meets is said in the same words.
    const known = code.includes("-") && i18n.exists(`sessions.problem.${code}`);
    return {
      text: known ? t(`sessions.problem.${code}` as "sessions.problem.session-full") : problemText(error),
      known,
    };
  };
}

function useSeriesRefusal(): (error: unknown) => FieldError[] {
  const refused = useRefusedFields();
  const problem = useSeriesProblem();
  return (error) => {
    const { text, known } = problem(error);
    const field = hasCode(error, "room-taken") ? "room" : hasCode(error, "staff-taken") ? "staff" : "";
    if (field && document.getElementById(fieldId(field))) return [{ field: fieldId(field), text }];
    return refused(error, { fields: seriesEditFields, idOf: fieldId, text, known });
  };
}

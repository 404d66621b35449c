import { Button, TextInput } from "@mantine/core";
import { IconClipboardList } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import type { ProgramTemplate } from "@/api/types";
import { announce } from "@/lib/announce";
import { formatDuration, type LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { DraftRestored, DraftState } from "@/ui/draft-note";
import { ErrorSummary, type FieldError } from "@/ui/error-summary";
import { EmptyState, ErrorState, LoadingRows, PageHead } from "@/ui/page";

import { startFields } from "./fields";
import { FreePlan } from "./free-plan";
import classes from "./new-program-page.module.css";
import { errorOf, useRefusal } from "./problems";
import { templatesQuery, useCreateProgram } from "./queries";
import { useTemplateWords } from "./template-words";

const FREELY = "";

type Props = {
  today: LocalDate;
  mayWrite: boolean;
  /** Whether the plan is written from nothing. */
  freely: boolean;
  onFreely: (freely: boolean) => void;
  onCreated: (programId: string) => void;
  onCancel: () => void;
};

/** A program begins with a shipped template or with an empty plan. */
export function NewProgramPage({ today, mayWrite, freely, onFreely, onCreated, onCancel }: Props) {
  const { t } = useTranslation();
  const query = useQuery({ ...templatesQuery, enabled: mayWrite });
  const created = (programId: string) => {
    announce(t("programs.form.created"));
    onCreated(programId);
  };
  return (
    <>
      <PageHead title={t("programs.start.title")} />
      {!mayWrite ? (
        <EmptyState
          icon={<IconClipboardList size={24} stroke={1.5} aria-hidden />}
          title={t("programs.start.forbidden")}
          hint={t("programs.start.forbiddenHint")}
          action={<Button onClick={onCancel}>{t("programs.toPrograms")}</Button>}
        />
      ) : freely ? (
        <FreePlan today={today} onCreated={created} onCancel={() => onFreely(false)} />
      ) : query.isPending ? (
        <LoadingRows rows={6} height={56} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Templates templates={query.data} onFreely={() => onFreely(true)} onCreated={created} onCancel={onCancel} />
      )}
    </>
  );
}

type TemplatesProps = {
  templates: ProgramTemplate[];
  onFreely: () => void;
  onCreated: (programId: string) => void;
  onCancel: () => void;
};

function Templates({ templates, onFreely, onCreated, onCancel }: TemplatesProps) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const create = useCreateProgram();
  const { word } = useTemplateWords();
  const {
    form: { chosen, name },
    set,
    draft,
    sent,
  } = useDraft<{ chosen: string | null; name: string }>({
    form: "program-template",
    begin: () => ({ chosen: null, name: "" }),
  });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const template = templates.find((one) => one.key === chosen);

  /** Its name is what everybody will call it, as it stood in the field: the template's own is sent by nobody. */
  const named = (one: ProgramTemplate) => (word(one.name) === one.name ? null : word(one.name));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen === FREELY) return onFreely();
    if (!template) return setErrors([{ field: "plan-template", text: t("programs.start.choose") }]);
    setErrors([]);
    create.mutate(
      { template_key: template.key, name: name.trim() || named(template) },
      {
        onSuccess: ({ id }) => {
          sent();
          onCreated(id);
        },
        // What a rule finds in the template is said without a link.
        onError: (error) => setErrors(refusal(error, startFields)),
      },
    );
  };

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <ErrorSummary title={t("programs.form.summary")} errors={errors} />
      <DraftRestored draft={draft} />
      <fieldset className={classes.choices} id="plan-template" tabIndex={-1}>
        <legend>{t("programs.start.from")}</legend>
        {templates.map((one) => (
          <Choice
            key={one.key}
            name={word(one.name)}
            chosen={one.key === chosen}
            onChoose={() => set({ chosen: one.key })}
          >
            {word(one.description ?? "")}
            <span className="num">
              {t("programs.week", { days: one.days_per_week, time: formatDuration(one.minutes_per_day) })},{" "}
              {t(one.length.unit === "weeks" ? "programs.lengthWeeks" : "programs.lengthDays", one.length)},{" "}
              {t(`programs.age.${one.age_band}`)}
            </span>
          </Choice>
        ))}
        <Choice name={t("programs.start.freely")} chosen={chosen === FREELY} onChoose={() => set({ chosen: FREELY })}>
          {t("programs.start.freelyHint")}
        </Choice>
      </fieldset>
      {template && (
        <TextInput
          id="plan-name"
          label={t("programs.start.name")}
          description={t("programs.start.nameHint")}
          placeholder={word(template.name)}
          maxLength={200}
          value={name}
          error={errorOf(errors, "plan-name")}
          onChange={(event) => set({ name: event.target.value })}
        />
      )}
      {template && <p className={classes.hint}>{t("programs.start.chosenHint")}</p>}
      <div className={classes.actions}>
        <DraftState draft={draft} />
        <Button onClick={onCancel}>{t("state.cancel")}</Button>
        <Button type="submit" variant="filled" loading={create.isPending}>
          {t(chosen === FREELY ? "programs.start.freely" : "programs.form.create")}
        </Button>
      </div>
    </form>
  );
}

type ChoiceProps = { name: string; chosen: boolean; onChoose: () => void; children: ReactNode };

function Choice({ name, chosen, onChoose, children }: ChoiceProps) {
  return (
    <label className={classes.choice}>
      <input type="radio" name="template" checked={chosen} onChange={onChoose} />
      <span className={classes.what}>
        <strong>{name}</strong>
        {children}
      </span>
    </label>
  );
}

import { Button, Textarea, TextInput } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { instrumentQuery } from "@/api/measured";
import { ProblemError } from "@/api/problem";
import type { Instrument, InstrumentText } from "@/api/types";
import { announce } from "@/lib/announce";
import { addTexts } from "@/lib/i18n";
import type { Language } from "@/lib/preferred-language";
import { useDraft } from "@/lib/use-draft";
import type { FieldError } from "@/ui/error-summary";
import { DialogForm } from "@/ui/form-dialog";
import { ErrorState, LoadingRows } from "@/ui/page";

import { textFields } from "./fields";
import classes from "./policy.module.css";
import { errorOf, fieldOf, useRefusal } from "./problems";
import { instrumentTextsQuery, useEnterText } from "./queries";
import { answersAlike, type QuestionForm, textBody, textForm, textMistakes } from "./text-rules";
import { en, es } from "./text-texts";

addTexts("instrumentText", { en, es });

type Props = { instrumentKey: string; language: Language; onDone: () => void };

/** The questions of an instrument in one language, where its owner does not let them be in Handrail. */
export function TextForm({ instrumentKey, language, onDone }: Props) {
  const [definition, texts] = useQueries({
    queries: [instrumentQuery(instrumentKey), instrumentTextsQuery(instrumentKey)],
  });
  const failed = [definition, texts].find((one) => one.isError && !one.data);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!definition.data || !texts.data) return <LoadingRows rows={8} height={44} />;
  const stored = texts.data.find((one) => one.in_use && one.language === language);
  return <Editing instrument={definition.data} stored={stored} language={language} onDone={onDone} />;
}

type EditingProps = {
  instrument: Instrument;
  stored: InstrumentText | undefined;
  language: Language;
  onDone: () => void;
};

const isWorded = (code: string): code is keyof typeof en.problem => code in en.problem;

/** `base` is what was in sight when the form began; `stored` is what is in use now. */
function Editing({ instrument, stored, language, onDone }: EditingProps) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const { key, name } = instrument;
  const enter = useEnterText();
  const [base] = useState(stored);
  const [refused, setRefused] = useState(false);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const slug = `${key}-${language}`;
  const { form, set, draft, sent } = useDraft({
    form: `instrument-text-${slug}`,
    begin: () => textForm(instrument, stored),
  });
  const top = useRef<HTMLTextAreaElement>(null);
  useEffect(() => top.current?.focus(), []);

  const submit = () => {
    const found = textMistakes(form).map(({ pointer, code, number, value }) => ({
      field: fieldOf(pointer),
      text: t(`instrumentText.error.${code}`, { number, value }),
    }));
    setErrors(found);
    if (found.length > 0) return;
    // After a refusal the newer text is at hand, and saving again is a decision.
    const replaces = (refused ? stored : base)?.number ?? 0;
    enter.mutate(textBody(form, key, language, replaces), {
      onSuccess: () => {
        sent();
        announce(t("instrumentText.saved", { name }));
        onDone();
      },
      onError: (error) => {
        const code = error instanceof ProblemError ? error.problem.code : "";
        if (code === "text-changed") setRefused(true);
        setErrors(
          isWorded(code) ? [{ field: "", text: t(`instrumentText.problem.${code}`) }] : refusal(error, textFields),
        );
      },
    });
  };
  const change = (place: number, changed: Partial<QuestionForm>) =>
    set({ questions: form.questions.map((one, index) => (index === place ? { ...one, ...changed } : one)) });

  return (
    <DialogForm
      summary={t("instrumentText.summary")}
      errors={errors}
      draft={draft}
      submit={t("instrumentText.save")}
      pending={enter.isPending}
      onSubmit={submit}
      onCancel={onDone}
    >
      <p className="meta">{t("instrumentText.hint")}</p>
      <Textarea
        ref={top}
        id={fieldOf("/instruction")}
        lang={language}
        label={t("instrumentText.instruction")}
        autosize
        maxLength={1000}
        value={form.instruction}
        error={errorOf(errors, fieldOf("/instruction"))}
        onChange={(event) => set({ instruction: event.target.value })}
      />
      <div className={classes.part} id={fieldOf("/items")} tabIndex={-1}>
        {form.questions.map((question, place) => (
          <Question
            key={question.number}
            question={question}
            above={form.questions[place - 1]}
            place={place}
            language={language}
            errors={errors}
            onChange={(changed) => change(place, changed)}
          />
        ))}
      </div>
      <Textarea
        id={fieldOf("/licence")}
        label={t("instrumentText.licence")}
        description={t("instrumentText.licenceHint")}
        autosize
        maxLength={1000}
        value={form.licence}
        error={errorOf(errors, fieldOf("/licence"))}
        onChange={(event) => set({ licence: event.target.value })}
      />
    </DialogForm>
  );
}

type QuestionProps = {
  question: QuestionForm;
  above: QuestionForm | undefined;
  place: number;
  language: Language;
  errors: FieldError[];
  onChange: (changed: Partial<QuestionForm>) => void;
};

function Question({ question, above, place, language, errors, onChange }: QuestionProps) {
  const { t } = useTranslation();
  const { number } = question;
  const at = fieldOf(`/items/${place}`);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset inside one would bring a second frame.
    <div role="group" aria-label={t("instrumentText.question", { number })} className={classes.step}>
      <Textarea
        id={`${at}-text`}
        lang={language}
        label={t("instrumentText.question", { number })}
        autosize
        maxLength={1000}
        value={question.text}
        error={errorOf(errors, `${at}-text`)}
        onChange={(event) => onChange({ text: event.target.value })}
      />
      {above && answersAlike(question, above) && (
        <Button
          variant="subtle"
          aria-label={t("instrumentText.sameNamed", { number })}
          onClick={() => {
            onChange({ answers: above.answers });
            announce(t("instrumentText.taken", { number }));
          }}
        >
          {t("instrumentText.same")}
        </Button>
      )}
      {question.values.map((value, index) => (
        <TextInput
          key={value}
          id={`${at}-options-${index}-text`}
          lang={language}
          label={t("instrumentText.answer", { value })}
          aria-label={t("instrumentText.answerOf", { number, value })}
          maxLength={200}
          value={question.answers[index] ?? ""}
          error={errorOf(errors, `${at}-options-${index}-text`)}
          onChange={(event) =>
            onChange({ answers: question.answers.map((one, other) => (other === index ? event.target.value : one)) })
          }
        />
      ))}
    </div>
  );
}

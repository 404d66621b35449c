import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { instrumentQuery } from "@/api/measured";
import type { Administration, InstrumentItem } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatDate, formatMoment } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { Chip } from "@/ui/chip";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { ErrorState, LoadingRows } from "@/ui/page";
import { useFormErrors } from "@/ui/use-form-errors";

import classes from "./answers-dialog.module.css";
import { correctFields, withdrawFields } from "./fields";
import { useMeasureProblem } from "./problems";
import { administrationQuery, useCorrect, useWithdraw } from "./queries";

type Props = {
  administrationId: string;
  /** What the measure is called. */
  name: string;
  mayCorrect: boolean;
  mayWithdraw: boolean;
  onClose: () => void;
};

type Doing = { is: "correct"; item: InstrumentItem } | { is: "withdraw" } | null;

const WITHDRAW = "withdraw-open";
const buttonOf = (item: InstrumentItem) => `correct-${item.number}`;

/** One giving with its answers: to read, to correct an answer with a reason, and to take it back as a whole. */
export function AnswersDialog({ onClose, name, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("measures.answers.title", { name })} opened onClose={onClose}>
      <Answers {...rest} onClose={onClose} />
    </FormDialog>
  );
}

function Answers({ administrationId, mayCorrect, mayWithdraw, onClose }: Omit<Props, "name">) {
  const { t } = useTranslation();
  const { language, locale } = useLanguage();
  const administration = useQuery(administrationQuery(administrationId));
  const given = administration.data;
  const definition = useQuery({
    ...instrumentQuery(given?.instrument_key ?? "", given?.instrument_version, given?.instrument_text_id),
    enabled: given !== undefined,
  });
  const [doing, setDoing] = useState<Doing>(null);
  const from = useRef("");
  const open = (next: NonNullable<Doing>) => {
    from.current = next.is === "correct" ? buttonOf(next.item) : WITHDRAW;
    setDoing(next);
  };
  // A form takes the place of the answers, and gives focus back to what opened it.
  useEffect(() => {
    if (doing === null && from.current) document.getElementById(from.current)?.focus();
  }, [doing]);
  const failed = [administration, definition].find((one) => one.isError && !one.data);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!given || !definition.data) return <LoadingRows rows={8} height={32} />;
  const instrument = definition.data;
  const scoreOnly = given.mode === "score_only";
  if (doing?.is === "correct") {
    return <Correct given={given} item={doing.item} onDone={() => setDoing(null)} />;
  }
  if (doing) return <Withdraw given={given} onClose={onClose} onCancel={() => setDoing(null)} />;
  return (
    <div className={classes.answers}>
      <p className="meta num">
        {t("measures.answers.taken", { day: formatDate(given.taken_on, locale) })} ·{" "}
        {t(`measures.answers.mode.${given.mode}`)}
        {given.total !== null && ` · ${t("measures.answers.total", { total: given.total })}`}
      </p>
      {given.alert_ids.length > 0 && (
        <Chip tone="warn" icon={<IconAlertTriangle size={14} stroke={1.75} aria-hidden />}>
          {t("measures.answers.alert")}
        </Chip>
      )}
      {scoreOnly ? (
        <p>{t("measures.answers.scoreOnly")}</p>
      ) : (
        <ol>
          {instrument.items.map((item) => (
            <li key={item.number}>
              <span lang={item.text ? given.language : language}>
                {item.text?.[given.language] ?? t("measures.page.own", { number: item.number })}
              </span>
              <span className={classes.said}>
                <strong>
                  <Said given={given} item={item} />
                </strong>
                {mayCorrect && given.status !== "in_progress" && given.status !== "withdrawn" && (
                  <Button
                    variant="subtle"
                    aria-label={t("measures.answers.correctNamed", { number: item.number })}
                    id={buttonOf(item)}
                    onClick={() => open({ is: "correct", item })}
                  >
                    {t("measures.answers.correct")}
                  </Button>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
      {given.corrections.length > 0 && (
        <section>
          <h3>{t("measures.answers.corrected")}</h3>
          <ul className={classes.corrections}>
            {given.corrections.map((one) => (
              <li key={one.corrected_at + one.item}>
                <span className="num">
                  {t("measures.answers.change", {
                    number: one.item,
                    was: one.was_answered
                      ? (one.replaced ?? t("measures.page.notApplicable"))
                      : t("measures.page.blank"),
                    when: formatMoment(new Date(one.corrected_at), locale),
                  })}
                </span>
                <span>{one.reason}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {instrument.credit && <p className="meta">{instrument.credit}</p>}
      <div className={classes.ways}>
        {mayWithdraw && given.status !== "withdrawn" && (
          <Button id={WITHDRAW} onClick={() => open({ is: "withdraw" })}>
            {t("measures.answers.withdraw")}
          </Button>
        )}
      </div>
    </div>
  );
}

/** How a question is answered as it stands, in the language it was asked in. */
function Said({ given, item }: { given: Administration; item: InstrumentItem }) {
  const { t } = useTranslation();
  const answer = given.answers.find((one) => one.item === item.number);
  if (!answer) return t("measures.page.blank");
  if (answer.value === null) return t("measures.page.notApplicable");
  return <span lang={given.language}>{optionWords(item, answer.value, given.language)}</span>;
}

function optionWords(item: InstrumentItem, value: number, said: Administration["language"]): string {
  const words = item.options.find((option) => option.value === value)?.text?.[said];
  return words ? `${value} · ${words}` : String(value);
}

/** Puts who came by a button into the first field. */
function useFocus(id: string) {
  useEffect(() => document.getElementById(id)?.focus(), [id]);
}

const NOT_MINE = "na";

function Correct({ given, item, onDone }: { given: Administration; item: InstrumentItem; onDone: () => void }) {
  const { t } = useTranslation();
  const problem = useMeasureProblem();
  const correct = useCorrect(given.id);
  const { form, set, draft, sent } = useDraft({
    // Each question has a draft of its own: what was meant for one does not turn up at another.
    form: `measure-correction-${item.number}`,
    subject: given.id,
    begin: () => ({ value: "", reason: "" }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("correction");
  useFocus(fieldId("value"));
  const submit = () => {
    const missing = (["value", "reason"] as const)
      .filter((field) => form[field].trim() === "")
      .map((field) => ({ field, text: t(`measures.answers.wrong.${field}`) }));
    if (show(missing)) return;
    const value = form.value === NOT_MINE ? null : Number(form.value);
    correct.mutate(
      { body: { item: item.number, value, reason: form.reason.trim() }, version: given.version },
      {
        onSuccess: (after) => {
          sent();
          const opened = after.alert_ids.length > given.alert_ids.length;
          announce(t(opened ? "measures.answers.savedAlert" : "measures.answers.saved"));
          onDone();
        },
        onError: (error) => refuse(error, problem(error), correctFields),
      },
    );
  };
  return (
    <DialogForm
      summary={t("measures.answers.summary")}
      errors={errors}
      draft={draft}
      submit={t("measures.answers.save")}
      pending={correct.isPending}
      onSubmit={submit}
      onCancel={onDone}
    >
      <p lang={item.text ? given.language : undefined}>
        {item.text?.[given.language] ?? t("measures.page.own", { number: item.number })}
      </p>
      <p className="meta">
        {t("measures.answers.stands")} <Said given={given} item={item} />
      </p>
      <NativeSelect
        id={fieldId("value")}
        label={t("measures.answers.really")}
        value={form.value}
        error={errorOf("value")}
        onChange={(event) => set({ value: event.target.value })}
      >
        <option value="">{t("measures.giving.choose")}</option>
        {item.options.map((option) => (
          <option key={option.value} value={option.value}>
            {optionWords(item, option.value, given.language)}
          </option>
        ))}
        {item.may_not_apply && <option value={NOT_MINE}>{t("measures.page.notApplicable")}</option>}
      </NativeSelect>
      <Reason
        id={fieldId("reason")}
        value={form.reason}
        error={errorOf("reason")}
        onChange={(reason) => set({ reason })}
      />
      <p className="meta">{t(item.safety ? "measures.answers.effectSafety" : "measures.answers.effect")}</p>
    </DialogForm>
  );
}

function Withdraw({ given, onClose, onCancel }: { given: Administration; onClose: () => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const problem = useMeasureProblem();
  const withdraw = useWithdraw(given.id);
  const {
    form: { reason },
    set,
    draft,
    sent,
  } = useDraft({ form: "measure-withdrawal", subject: given.id, begin: () => ({ reason: "" }) });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("withdrawal");
  useFocus(fieldId("reason"));
  const submit = () => {
    const missing = reason.trim() === "" ? [{ field: "reason", text: t("measures.answers.wrong.reason") }] : [];
    if (show(missing)) return;
    withdraw.mutate(reason.trim(), {
      onSuccess: () => {
        sent();
        announce(t("measures.answers.withdrawn"));
        onClose();
      },
      onError: (error) => refuse(error, problem(error), withdrawFields),
    });
  };
  return (
    <DialogForm
      summary={t("measures.answers.summary")}
      errors={errors}
      draft={draft}
      submit={t("measures.answers.withdrawNow")}
      pending={withdraw.isPending}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <p>{t("measures.answers.withdrawEffect")}</p>
      <Reason
        id={fieldId("reason")}
        value={reason}
        error={errorOf("reason")}
        onChange={(next) => set({ reason: next })}
      />
    </DialogForm>
  );
}

type ReasonProps = { id: string; value: string; error: string | undefined; onChange: (reason: string) => void };

function Reason({ id, value, error, onChange }: ReasonProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      id={id}
      label={t("measures.answers.reason")}
      maxLength={200}
      value={value}
      error={error}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

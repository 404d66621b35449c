import { Button } from "@mantine/core";
import { IconCircleCheck, IconUserPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { DuplicateSuggestion } from "@/api/types";
import { announce } from "@/lib/announce";
import type { LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { DraftRestored, DraftState } from "@/ui/draft-note";
import { ErrorSummary } from "@/ui/error-summary";
import { LeaveGuard } from "@/ui/leave-guard";
import { EmptyState, PageHead } from "@/ui/page";
import { useFormErrors } from "@/ui/use-form-errors";

import { AskDialog } from "./ask-dialog";
import { emailFields, formerNameFields, knownNumberFields, numberFields, personFields, phoneFields } from "./fields";
import { KnownPanel } from "./known-panel";
import classes from "./new-participant.module.css";
import { type FieldProps, MoreFields, NumberGroup, ReachFields, WhoFields } from "./person-fields";
import { useIntakeProblem } from "./problem-words";
import { knownQuery, useOpenRecord } from "./queries";
import {
  fullName,
  furtherFields,
  type NewPerson,
  newPerson,
  numberErrorsOf,
  type OpenRecord,
  type Part,
  personErrors,
  questionOf,
  toConfirm,
} from "./rules";

type Props = {
  today: LocalDate;
  mayCreate: boolean;
  onOpened: (participantId: string) => void;
  onCancel: () => void;
};

/** The record of somebody who is new here; whoever may be known already shows beside what is typed. */
export function NewParticipantPage({ today, mayCreate, onOpened, onCancel }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t("intake.title")} />
      {mayCreate ? (
        <NewPersonForm today={today} onOpened={onOpened} onCancel={onCancel} />
      ) : (
        <EmptyState
          icon={<IconUserPlus size={24} stroke={1.5} aria-hidden />}
          title={t("intake.forbidden")}
          hint={t("intake.forbiddenHint")}
          action={<Button onClick={onCancel}>{t("intake.toParticipants")}</Button>}
        />
      )}
    </>
  );
}

/** Where the fields of each further call stand in the form. */
const fieldsOfPart = (part: Part, form: NewPerson): Readonly<Record<string, string>> =>
  ({
    phone: phoneFields,
    email: emailFields,
    number: form.number.whose === "other" ? numberFields : knownNumberFields,
    formerName: formerNameFields,
  })[part];

const PREFIX = "new";

function NewPersonForm({ today, onOpened, onCancel }: Omit<Props, "mayCreate">) {
  const { t } = useTranslation();
  const problemWords = useIntakeProblem();
  const queryClient = useQueryClient();
  const open = useOpenRecord();
  const { form, set, draft, sent } = useDraft({ form: "participant-new", begin: newPerson });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors(PREFIX);
  const [more, setMore] = useState(false);
  const [looking, setLooking] = useState(false);
  const [asked, setAsked] = useState<readonly DuplicateSuggestion[]>([]);
  const [confirmed, setConfirmed] = useState<ReadonlySet<string>>(new Set());
  const question = questionOf(form);
  // What is wrong behind what is folded is shown.
  useEffect(() => {
    const ids = new Set(furtherFields.map((field) => `${PREFIX}-${field}`));
    if (errors.some(({ field }) => ids.has(field))) setMore(true);
  }, [errors]);

  const leave = ({ id, mrn }: OpenRecord) => {
    sent();
    announce(t("intake.opened", { name: fullName(form), mrn }));
    onOpened(id);
  };
  const send = () => {
    // Each step stands in the draft as soon as it is done.
    let done: Pick<NewPerson, "record" | "added"> = { record: form.record, added: form.added };
    const step = (change: Partial<typeof done>) => {
      done = { ...done, ...change };
      set(done);
    };
    open.mutate(
      { form, onRecord: (record) => step({ record }), onAdded: (part) => step({ added: [...done.added, part] }) },
      {
        onSuccess: ({ record, failed }) => {
          if (!failed) return leave(record);
          const words = problemWords(failed.error);
          refuse(failed.error, words, fieldsOfPart(failed.part, form), {
            phone: t("intake.phoneWrong"),
            email: t("intake.emailWrong"),
          });
        },
        onError: (error) =>
          refuse(error, problemWords(error), personFields, {
            birthDate: t("intake.birthDateWrong"),
            language: t("person.languageWrong"),
            mrn: t("intake.mrnWrong"),
          }),
      },
    );
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (open.isPending || looking) return;
    const found = [
      ...personErrors(form, today).map(({ field, code }) => ({ field: field as string, text: wordsOf(code) })),
      ...numberErrorsOf(form).map(({ field, code }) => ({ field: field as string, text: t(`numbers.${code}`) })),
    ];
    if (show(found)) return;
    if (form.record !== null || question === null) return send();
    setLooking(true);
    try {
      // Of what is sent, not of what had been typed when it was looked last.
      const doubts = toConfirm(await queryClient.fetchQuery(knownQuery(question)), confirmed);
      if (doubts.length > 0) setAsked(doubts);
      else send();
    } catch (error) {
      show([{ field: "", text: `${t("intake.knownFailed")} ${problemWords(error)}` }]);
    } finally {
      setLooking(false);
    }
  };
  const wordsOf = (code: ReturnType<typeof personErrors>[number]["code"]) =>
    code === "givenNamesMissing" ||
    code === "familyNameMissing" ||
    code === "birthDateAhead" ||
    code === "languageWrong"
      ? t(`person.${code}`)
      : t(`intake.${code}`);
  const props: FieldProps = { form, fieldId, errorOf, onChange: set };

  return (
    <>
      <form className={classes.panes} onSubmit={(event) => void submit(event)} noValidate>
        <div className={classes.above}>
          <ErrorSummary title={t(form.record ? "intake.halfTitle" : "intake.notSent")} errors={errors} />
          {form.record && (
            <p className={classes.half} role="status">
              <IconCircleCheck size={16} stroke={1.75} aria-hidden />
              {t("intake.half", { mrn: form.record.mrn })}
            </p>
          )}
          <DraftRestored draft={draft} />
        </div>
        <WhoFields {...props} today={today} />
        <div className={classes.side}>
          <KnownPanel question={question} without={form.record?.id} />
        </div>
        <ReachFields {...props} />
        <NumberGroup {...props} />
        <MoreFields {...props} shown={more} onShow={setMore} />
        <div className={classes.actions}>
          <DraftState draft={draft} />
          {form.record ? (
            <Button onClick={() => form.record && leave(form.record)}>{t("intake.halfLeave")}</Button>
          ) : (
            <Button onClick={onCancel}>{t("state.cancel")}</Button>
          )}
          <Button type="submit" variant="filled" loading={open.isPending || looking}>
            {t(form.record ? "intake.halfAdd" : "intake.create")}
          </Button>
        </div>
      </form>
      <AskDialog
        people={asked}
        onGoBack={() => setAsked([])}
        onGoOn={() => {
          setConfirmed(new Set([...confirmed, ...asked.map(({ record }) => record.id)]));
          setAsked([]);
          send();
        }}
      />
      <LeaveGuard unsaved={() => draft.state.is === "failed"} words={t("intake.leave", { returnObjects: true })} />
    </>
  );
}

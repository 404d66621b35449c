import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Contact, ContactWay } from "@/api/types";
import { wallClock } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import {
  attemptBody,
  attemptErrors,
  attemptMeans,
  attemptOutcomes,
  attemptReasons,
  cautions,
  LONGEST_STEP,
  newAttempt,
  peopleToReach,
  waysFor,
} from "./attempt-rules";
import classes from "./contacts.module.css";
import { attemptFields } from "./fields";
import { useRecordAttempt } from "./queries";
import { useContactsForm } from "./use-contacts-form";
import { wayValue } from "./words";

type Props = {
  participantId: string;
  ways: readonly ContactWay[];
  contacts: readonly Contact[];
  now: Date;
  timeZone: string;
  onClose: () => void;
};

/** One try to reach somebody: whom, by which way, how it went, what comes next. It is the reader's own. */
export function AttemptForm({ participantId, ways, contacts, now, timeZone, onClose }: Props) {
  const { t } = useTranslation();
  const record = useRecordAttempt(participantId);
  const { form, set, draft, sent } = useDraft({
    form: "contact-attempt",
    subject: participantId,
    begin: () => newAttempt(wallClock(now, timeZone)),
  });
  const { errors, fieldId, errorOf, show, afterwards } = useContactsForm("attempt", attemptFields);
  const close = () => {
    sent();
    onClose();
  };
  const today = wallClock(now, timeZone).date;
  const offered = waysFor(form, ways, today);
  const way = offered.find((one) => one.id === form.way) ?? offered[0];
  const warnings = cautions(form.means, way);

  const submit = () => {
    const found = attemptErrors(form, now, timeZone).map(({ field, code }) => ({ field, text: t(`contacts.${code}`) }));
    if (show(found)) return;
    record.mutate(attemptBody(form, way, timeZone), afterwards(close, { said: t("contacts.attemptSaved") }));
  };
  const field = (name: "date" | "time" | "dueOn") => ({
    id: fieldId(name),
    value: form[name],
    error: errorOf(name),
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });

  return (
    <EditorForm
      summary={t("contacts.summary")}
      errors={errors}
      draft={draft}
      pending={record.isPending}
      save={t("contacts.recordAttempt")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <div className={fields.pair}>
        <NativeSelect
          id={fieldId("whom")}
          data-autofocus
          label={t("contacts.whom")}
          value={form.whom}
          error={errorOf("whom")}
          onChange={(event) => set({ whom: event.target.value, way: "" })}
        >
          <option value="">{t("contacts.theParticipant")}</option>
          {peopleToReach(contacts, today).map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </NativeSelect>
        <NativeSelect
          id={fieldId("means")}
          label={t("contacts.means")}
          value={form.means}
          error={errorOf("means")}
          onChange={(event) =>
            set({ means: attemptMeans.find((one) => one === event.target.value) ?? "phone", way: "" })
          }
        >
          {attemptMeans.map((one) => (
            <option key={one} value={one}>
              {t(`contacts.meansOf.${one}`)}
            </option>
          ))}
        </NativeSelect>
      </div>
      {form.means !== "video" &&
        (offered.length === 0 ? (
          <p className={fields.hint}>{t(form.means === "text" ? "contacts.noSafeText" : "contacts.noWayFor")}</p>
        ) : (
          <div>
            <NativeSelect
              id={fieldId("way")}
              label={t("contacts.wayUsed")}
              value={way?.id ?? ""}
              error={errorOf("way")}
              onChange={(event) => set({ way: event.target.value })}
            >
              {offered.map((one) => (
                <option key={one.id} value={one.id}>
                  {wayValue(one)}
                </option>
              ))}
            </NativeSelect>
            <div role="status">
              {warnings.map((one) => (
                <p key={one} className={classes.caution}>
                  <IconAlertTriangle size={14} stroke={1.75} aria-hidden />
                  {t(`contacts.${one}`)}
                </p>
              ))}
            </div>
          </div>
        ))}
      <div className={fields.pair}>
        <NativeSelect
          id={fieldId("reason")}
          label={t("contacts.attemptReason")}
          value={form.reason}
          error={errorOf("reason")}
          onChange={(event) => set({ reason: attemptReasons.find((one) => one === event.target.value) ?? "" })}
        >
          <option value="">{t("contacts.chooseReason")}</option>
          {attemptReasons.map((one) => (
            <option key={one} value={one}>
              {t(`contacts.attemptReasonOf.${one}`)}
            </option>
          ))}
        </NativeSelect>
        <NativeSelect
          id={fieldId("outcome")}
          label={t("contacts.outcome")}
          value={form.outcome}
          error={errorOf("outcome")}
          onChange={(event) => set({ outcome: attemptOutcomes.find((one) => one === event.target.value) ?? "" })}
        >
          <option value="">{t("contacts.chooseOutcome")}</option>
          {attemptOutcomes.map((one) => (
            <option key={one} value={one}>
              {t(`contacts.outcomeOf.${one}`)}
            </option>
          ))}
        </NativeSelect>
        <TextInput type="date" label={t("contacts.attemptedOn")} max={today} {...field("date")} />
        <TextInput type="time" label={t("contacts.attemptedAt")} {...field("time")} />
      </div>
      <Textarea
        id={fieldId("nextStep")}
        label={t("contacts.nextStep")}
        description={t("contacts.nextStepHint")}
        rows={3}
        maxLength={LONGEST_STEP}
        value={form.nextStep}
        error={errorOf("nextStep")}
        onChange={(event) => set({ nextStep: event.target.value })}
      />
      <TextInput type="date" label={t("contacts.dueOn")} {...field("dueOn")} />
    </EditorForm>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Cohort, ParticipantSummary } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { nameOf } from "@/lib/names";
import { formatDate, type LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import type { FieldError } from "@/ui/error-summary";
import { DialogForm, Effects, FormDialog } from "@/ui/form-dialog";
import { PersonField } from "@/ui/person-field";
import { useProblemText } from "@/ui/problem-text";
import classes from "./dialogs.module.css";
import { admitFields } from "./fields";
import { JoinFields } from "./join-fields";
import { errorOf, fieldId, useFormErrors, useRefusal } from "./problems";
import { episodesQuery, peopleOfProgramQuery, useAdmit } from "./queries";
import { activeEpisode, firstDay, type JoinForm, joinBody, joinErrors, withoutCohort } from "./rules";

type Props = { cohort: Cohort; today: LocalDate; admitsLate: boolean; opened: boolean; onClose: () => void };

/** Gives somebody of the program a seat in the cohort. */
export function AdmitDialog({ opened, onClose, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("cohorts.form.admitTitle", { cohort: rest.cohort.name })} opened={opened} onClose={onClose}>
      <Admitting {...rest} onClose={onClose} />
    </FormDialog>
  );
}

function Admitting({ cohort, today, admitsLate, onClose }: Omit<Props, "opened">) {
  const { t } = useTranslation();
  const formErrors = useFormErrors();
  const refusal = useRefusal();
  const admit = useAdmit(cohort.id);
  const { form, set, draft, sent } = useDraft<JoinForm & { person: ParticipantSummary | null }>({
    form: "cohort-admit",
    subject: cohort.id,
    begin: () => ({ person: null, starts_on: firstDay(cohort, today), ends_on: "", late_reason: "" }),
  });
  const { person } = form;
  const [errors, setErrors] = useState<FieldError[]>([]);
  const episodes = useQuery({
    ...episodesQuery(person?.id ?? "", cohort.program_id),
    enabled: person !== null,
  });
  const inProgram = useQuery(peopleOfProgramQuery(cohort.program_id));
  const episode = activeEpisode(episodes.data ?? [], form.starts_on);

  const submit = () => {
    const found = joinErrors(form, cohort);
    if (!person) found.unshift({ field: "person", code: "personMissing" });
    if (found.length > 0 || !person) return setErrors(formErrors(found));
    if (episodes.error) return setErrors(refusal(episodes.error, {}));
    if (!episode) return setErrors([{ field: "", text: t("cohorts.form.noEpisode", { name: nameOf(person) }) }]);
    setErrors([]);
    admit.mutate(
      { episode_id: episode.id, ...joinBody(form, cohort) },
      {
        onSuccess: () => {
          sent();
          announce(t("cohorts.form.admitted", { name: nameOf(person), cohort: cohort.name }));
          onClose();
        },
        onError: (error) => setErrors(refusal(error, admitFields)),
      },
    );
  };

  return (
    <DialogForm
      summary={t("cohorts.form.summary")}
      errors={errors}
      draft={draft}
      submit={t("cohorts.form.admit")}
      pending={admit.isPending || (person !== null && episodes.isPending)}
      onSubmit={submit}
      onCancel={onClose}
    >
      <div>
        <PersonField
          id={fieldId("person")}
          first
          person={person}
          suggested={{ title: t("cohorts.form.suggested"), people: withoutCohort(inProgram.data ?? []) }}
          error={errorOf(errors, "person")}
          onChoose={(one) => set({ person: one })}
        />
        {person && (
          <Standing
            name={nameOf(person)}
            error={episodes.error}
            loaded={episodes.isSuccess}
            admittedOn={episode?.admitted_on ?? null}
          />
        )}
      </div>
      <JoinFields cohort={cohort} form={form} errors={errors} admitsLate={admitsLate} onChange={set} />
      <JoinEffects cohort={cohort} startsOn={form.starts_on} />
    </DialogForm>
  );
}

type StandingProps = { name: string; error: Error | null; loaded: boolean; admittedOn: LocalDate | null };

/** Whether the chosen person is in the program: a seat needs an active episode. */
function Standing({ name, error, loaded, admittedOn }: StandingProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const problemText = useProblemText();
  if (error) {
    return (
      <p className={classes.notice} role="alert">
        {problemText(error)}
      </p>
    );
  }
  if (!loaded) return <p className={classes.hint}>{t("state.loading")}</p>;
  if (!admittedOn) {
    return (
      <p className={classes.notice} role="alert">
        {t("cohorts.form.noEpisode", { name })}
      </p>
    );
  }
  return <p className={classes.hint}>{t("cohorts.form.inProgram", { name, date: formatDate(admittedOn, locale) })}</p>;
}

/** What a new seat does to bookings. */
export function JoinEffects({ cohort, startsOn }: { cohort: Cohort; startsOn: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  if (startsOn === "") return null;
  const facts = { cohort: cohort.name, date: formatDate(startsOn, locale) };
  return (
    <Effects
      title={t("cohorts.form.what")}
      effects={[
        t("cohorts.form.effect.seat", facts),
        t("cohorts.form.effect.booked", facts),
        t("cohorts.form.effect.full"),
      ]}
    />
  );
}

import { Button, TextInput } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Cohort } from "@/api/types";
import { announce } from "@/lib/announce";
import { focusMain } from "@/lib/focus-main";
import { useLanguage } from "@/lib/i18n";
import { formatDate, type LocalDate } from "@/lib/time";
import type { FieldError } from "@/ui/error-summary";
import { DialogForm, Effects, FormDialog } from "@/ui/form-dialog";

import { CohortEditor } from "./cohort-editor";
import { endOf, reaching } from "./plan-rules";
import { errorOf, fieldId, useFormErrors, useRefusal } from "./problems";
import { membersQuery, useEndCohort, useStartCohort } from "./queries";

type Props = { cohort: Cohort; today: LocalDate };

/** What may be done with a whole cohort: change it, say that it runs, end it with its memberships. */
export function CohortActions({ cohort, today }: Props) {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<"edit" | "start" | "end" | null>(null);
  const close = () => setDoing(null);
  useFocusKept(cohort.status);
  if (cohort.status === "ended") return null;
  return (
    <>
      <Button leftSection={<IconPencil size={16} stroke={1.75} aria-hidden />} onClick={() => setDoing("edit")}>
        {t("cohorts.plan.edit")}
      </Button>
      {cohort.status === "planned" && (
        <Button variant="filled" onClick={() => setDoing("start")}>
          {t("cohorts.plan.start")}
        </Button>
      )}
      <Button onClick={() => setDoing("end")}>{t("cohorts.plan.end")}</Button>
      <CohortEditor cohort={cohort} today={today} opened={doing === "edit"} onClose={close} onSaved={() => {}} />
      <FormDialog
        title={t("cohorts.plan.startTitle", { cohort: cohort.name })}
        opened={doing === "start"}
        onClose={close}
      >
        <Starting cohort={cohort} onClose={close} />
      </FormDialog>
      <FormDialog title={t("cohorts.plan.endTitle", { cohort: cohort.name })} opened={doing === "end"} onClose={close}>
        <Ending cohort={cohort} today={today} onClose={close} />
      </FormDialog>
    </>
  );
}

/** The button that opened a dialog is gone once the status is another one; then the page takes the focus. */
function useFocusKept(status: Cohort["status"]) {
  const before = useRef(status);
  useEffect(() => {
    if (before.current === status) return;
    before.current = status;
    const timer = setTimeout(() => document.activeElement === document.body && focusMain(), 100);
    return () => clearTimeout(timer);
  }, [status]);
}

function Starting({ cohort, onClose }: { cohort: Cohort; onClose: () => void }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const start = useStartCohort(cohort.id);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = () =>
    start.mutate(undefined, {
      onSuccess: () => {
        announce(t("cohorts.plan.started", { cohort: cohort.name }));
        onClose();
      },
      onError: (error) => setErrors(refusal(error, {})),
    });
  return (
    <DialogForm
      summary={t("cohorts.form.summary")}
      errors={errors}
      submit={t("cohorts.plan.start")}
      pending={start.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Effects
        title={t("cohorts.form.what")}
        effects={[
          t("cohorts.plan.effect.runs"),
          ...(cohort.kind === "closed" ? [t("cohorts.plan.effect.late")] : []),
          t("cohorts.plan.effect.noWayBack"),
        ]}
      />
    </DialogForm>
  );
}

function Ending({ cohort, today, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const formErrors = useFormErrors();
  const refusal = useRefusal();
  const end = useEndCohort(cohort.id);
  const members = useInfiniteQuery(membersQuery(cohort.id, null));
  const [endsOn, setEndsOn] = useState(() => endOf(cohort, today));
  const [errors, setErrors] = useState<FieldError[]>([]);
  const touched = reaching(members.data?.pages.flatMap((page) => page.items) ?? [], endsOn);
  const date = endsOn && formatDate(endsOn, locale);
  const submit = () => {
    const early = endsOn < cohort.starts_on;
    if (early) {
      return setErrors(
        formErrors([
          endsOn === ""
            ? { field: "ends_on", code: "lastDayMissing" }
            : { field: "ends_on", code: "reversed", date: cohort.starts_on },
        ]),
      );
    }
    setErrors([]);
    end.mutate(endsOn, {
      onSuccess: () => {
        announce(t("cohorts.plan.ended", { cohort: cohort.name, date }));
        onClose();
      },
      onError: (error) => setErrors(refusal(error, { ends_on: "ends_on" })),
    });
  };
  return (
    <DialogForm
      summary={t("cohorts.form.summary")}
      errors={errors}
      submit={t("cohorts.plan.end")}
      pending={end.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <TextInput
        id={fieldId("ends_on")}
        data-autofocus
        type="date"
        label={t("cohorts.plan.ends_on")}
        value={endsOn}
        error={errorOf(errors, "ends_on")}
        onChange={(event) => setEndsOn(event.target.value)}
      />
      {date && (
        <Effects
          title={t("cohorts.form.what")}
          effects={[
            ...(members.isSuccess && !members.hasNextPage
              ? [
                  t("cohorts.plan.effect.ending", { count: touched.ending, date }),
                  ...(touched.ahead > 0 ? [t("cohorts.plan.effect.ahead", { count: touched.ahead })] : []),
                ]
              : [t("cohorts.plan.effect.all", { date })]),
            t("cohorts.plan.effect.bookings"),
            t("cohorts.plan.effect.noWayBack"),
          ]}
        />
      )}
    </DialogForm>
  );
}

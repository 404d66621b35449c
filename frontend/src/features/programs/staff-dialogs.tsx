import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { hasStatus } from "@/api/problem";
import type { Duty, Program, ProgramStaff, StaffSummary } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatDate, type LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import type { FieldError } from "@/ui/error-summary";
import { DialogForm, Effects, FieldPair, FormDialog } from "@/ui/form-dialog";

import { staffFields } from "./fields";
import { errorOf, useRefusal } from "./problems";
import { useAssign, useEndAssignment } from "./queries";
import { duties } from "./rules";

type AssignProps = {
  program: Program;
  today: LocalDate;
  staff: StaffSummary[];
  opened: boolean;
  onClose: () => void;
};

/** Lets a staff member work in the program from a day on. */
export function AssignDialog({ program, opened, onClose, ...rest }: AssignProps) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("programs.staff.assignTitle", { program: program.name })} opened={opened} onClose={onClose}>
      <Assigning program={program} onClose={onClose} {...rest} />
    </FormDialog>
  );
}

function Assigning({ program, today, staff, onClose }: Omit<AssignProps, "opened">) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const refusal = useRefusal();
  const assign = useAssign(program.id);
  const {
    form: { staffId, duty, startsOn, endsOn },
    set,
    draft,
    sent,
  } = useDraft({
    form: "program-staff",
    subject: program.id,
    begin: () => ({ staffId: "", duty: "clinician" as Duty, startsOn: today, endsOn: "" }),
  });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const person = staff.find((one) => one.id === staffId);

  const submit = () => {
    const found: FieldError[] = [];
    if (!person) found.push({ field: "plan-staff_id", text: t("programs.staff.personMissing") });
    if (startsOn === "") found.push({ field: "plan-starts_on", text: t("programs.staff.dateMissing") });
    else if (endsOn !== "" && endsOn < startsOn) {
      const text = t("programs.staff.reversed", { date: formatDate(startsOn, locale) });
      found.push({ field: "plan-ends_on", text });
    }
    setErrors(found);
    if (found.length > 0 || !person) return;
    assign.mutate(
      { staff_id: person.id, duty, starts_on: startsOn, ends_on: endsOn || null },
      {
        onSuccess: () => {
          sent();
          announce(t("programs.staff.assigned", { name: person.display_name }));
          onClose();
        },
        onError: (error) => setErrors(refusal(error, staffFields)),
      },
    );
  };

  return (
    <DialogForm
      summary={t("programs.form.summary")}
      errors={errors}
      draft={draft}
      submit={t("programs.staff.assign")}
      pending={assign.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <FieldPair>
        <NativeSelect
          id="plan-staff_id"
          data-autofocus
          label={t("programs.staff.person")}
          value={staffId}
          error={errorOf(errors, "plan-staff_id")}
          onChange={(event) => set({ staffId: event.target.value })}
        >
          <option value="">{t("programs.staff.choose")}</option>
          {staff
            .filter((one) => one.status !== "left")
            .map((one) => (
              <option key={one.id} value={one.id}>
                {one.display_name}
              </option>
            ))}
        </NativeSelect>
        <NativeSelect
          label={t("programs.staff.dutyField")}
          value={duty}
          onChange={({ target: { value } }) => set({ duty: duties.find((one) => one === value) ?? duty })}
        >
          {duties.map((one) => (
            <option key={one} value={one}>
              {t(`programs.staff.duty.${one}`)}
            </option>
          ))}
        </NativeSelect>
      </FieldPair>
      <FieldPair>
        <TextInput
          id="plan-starts_on"
          type="date"
          label={t("programs.staff.startsOn")}
          value={startsOn}
          error={errorOf(errors, "plan-starts_on")}
          onChange={(event) => set({ startsOn: event.target.value })}
        />
        <TextInput
          id="plan-ends_on"
          type="date"
          label={t("programs.staff.endsOn")}
          description={t("programs.staff.endsOnHint")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          value={endsOn}
          error={errorOf(errors, "plan-ends_on")}
          onChange={(event) => set({ endsOn: event.target.value })}
        />
      </FieldPair>
      {startsOn !== "" && (
        <Effects
          title={t("programs.staff.what")}
          effects={[t("programs.staff.opens", { date: formatDate(startsOn, locale) })]}
        />
      )}
    </DialogForm>
  );
}

type EndProps = {
  programId: string;
  assignment: ProgramStaff;
  name: string;
  today: LocalDate;
  onClose: () => void;
};

/** Gives an assignment its last day. */
export function EndAssignmentDialog(props: EndProps) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("programs.staff.endTitle", { name: props.name })} opened onClose={props.onClose}>
      <Ending {...props} />
    </FormDialog>
  );
}

function Ending({ programId, assignment, name, today, onClose }: EndProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const refusal = useRefusal();
  const end = useEndAssignment(programId, assignment.id);
  const [endsOn, setEndsOn] = useState(assignment.starts_on > today ? assignment.starts_on : today);
  const [errors, setErrors] = useState<FieldError[]>([]);

  const submit = () => {
    const found: FieldError[] = [];
    if (endsOn === "") found.push({ field: "plan-ends_on", text: t("programs.staff.dateMissing") });
    else if (endsOn < assignment.starts_on) {
      const text = t("programs.staff.reversed", { date: formatDate(assignment.starts_on, locale) });
      found.push({ field: "plan-ends_on", text });
    }
    setErrors(found);
    if (found.length > 0) return;
    end.mutate(
      { endsOn, version: assignment.version },
      {
        onSuccess: () => {
          announce(t("programs.staff.endedNow", { name, date: formatDate(endsOn, locale) }));
          onClose();
        },
        onError: (error) =>
          setErrors(
            hasStatus(error, 412) ? [{ field: "", text: t("programs.staff.changed") }] : refusal(error, staffFields),
          ),
      },
    );
  };

  return (
    <DialogForm
      summary={t("programs.form.summary")}
      errors={errors}
      submit={t("programs.staff.endSubmit")}
      pending={end.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <TextInput
        id="plan-ends_on"
        data-autofocus
        type="date"
        label={t("programs.staff.endsOn")}
        value={endsOn}
        error={errorOf(errors, "plan-ends_on")}
        onChange={(event) => setEndsOn(event.target.value)}
      />
      {endsOn !== "" && (
        <Effects
          title={t("programs.staff.what")}
          effects={[t("programs.staff.closes", { date: formatDate(endsOn, locale) }), t("programs.staff.sessionsStay")]}
        />
      )}
    </DialogForm>
  );
}

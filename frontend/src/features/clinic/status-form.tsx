import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { StaffFile } from "@/api/types";
import { announce } from "@/lib/announce";
import { Form } from "./form";
import classes from "./form.module.css";
import { useChangeStatus } from "./queries";
import { staffStatuses } from "./rules";
import { useClinicMistakes } from "./use-clinic-mistakes";

type Props = { person: StaffFile; today: string; onClose: () => void };

/** On leave, back, or gone. */
export function StatusForm({ person, today, onClose }: Props) {
  const { t } = useTranslation();
  const change = useChangeStatus(person.id);
  const [status, setStatus] = useState(person.status);
  const [day, setDay] = useState(today);
  const mistakes = useClinicMistakes("status", { status: t("clinic.status"), ends_on: t("clinic.lastDay") });
  const left = status === "left";
  const submit = () => {
    mistakes.stop([]);
    change.mutate(
      { status, ...(left ? { on: day || today } : {}) },
      {
        onSuccess: () => {
          announce(t("clinic.saved"));
          onClose();
        },
        onError: mistakes.refuse,
      },
    );
  };
  return (
    <Form
      errors={mistakes.errors}
      submit={submit}
      label={t("clinic.changeStatus")}
      saving={change.isPending}
      onClose={onClose}
    >
      <NativeSelect
        id={mistakes.fieldId("status")}
        label={t("clinic.status")}
        value={status}
        error={mistakes.errorOf("status")}
        onChange={(event) => setStatus(staffStatuses.find((one) => one === event.target.value) ?? status)}
        data-autofocus
      >
        {staffStatuses.map((one) => (
          <option key={one} value={one}>
            {t(`clinic.statuses.${one}`)}
          </option>
        ))}
      </NativeSelect>
      {left && (
        <>
          <p className={classes.hint}>{t("clinic.leftHint")}</p>
          <TextInput
            id={mistakes.fieldId("ends_on")}
            type="date"
            label={t("clinic.lastDay")}
            value={day}
            error={mistakes.errorOf("ends_on")}
            onChange={(event) => setDay(event.target.value)}
          />
        </>
      )}
    </Form>
  );
}

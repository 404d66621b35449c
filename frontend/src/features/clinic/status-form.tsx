import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { StaffFile } from "@/api/types";
import { announce } from "@/lib/announce";
import fields from "@/ui/fields.module.css";
import { statusFields } from "./fields";
import { Form } from "./form";
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
  const mistakes = useClinicMistakes("status", statusFields);
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
          <p className={fields.hint}>{t("clinic.leftHint")}</p>
          <TextInput
            id={mistakes.fieldId("on")}
            type="date"
            label={t("clinic.lastDay")}
            value={day}
            error={mistakes.errorOf("on")}
            onChange={(event) => setDay(event.target.value)}
          />
        </>
      )}
    </Form>
  );
}

import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Location } from "@/api/types";
import { useDraft } from "@/lib/use-draft";
import fields from "@/ui/fields.module.css";
import { locationFields } from "./fields";
import { Form } from "./form";
import classes from "./form.module.css";
import { useAddLocation, useChangeLocation } from "./queries";
import { type LocationForm as Fields, locationErrors, locationForm, onlyChanged, orNull } from "./rules";
import { useClinicMistakes } from "./use-clinic-mistakes";

const bodyOf = (form: Fields) => ({
  name: form.name.trim(),
  time_zone: form.time_zone.trim(),
  state: form.state.trim(),
  phone: orNull(form.phone),
  street: orNull(form.street),
  city: orNull(form.city),
  postal_code: orNull(form.postal_code),
});

type Props = {
  /** The location to change as it is stored now, or null for a new one. */
  location: Location | null;
  /** The organization's clock, for a new location. */
  timeZone: string;
  onClose: () => void;
};

export function LocationForm({ location, timeZone, onClose }: Props) {
  const { t } = useTranslation();
  const add = useAddLocation();
  const change = useChangeLocation();
  const { form, set, draft, sent } = useDraft({
    form: "location",
    subject: location?.id,
    begin: () => locationForm(location, timeZone),
  });
  const [before] = useState(() => {
    const first = locationForm(location, timeZone);
    return { ...bodyOf(first), active: first.active };
  });
  const labels = {
    name: t("clinic.name"),
    time_zone: t("clinic.timeZone"),
    state: t("clinic.state"),
    phone: t("clinic.phone"),
    street: t("clinic.street"),
    city: t("clinic.city"),
    postal_code: t("clinic.postalCode"),
  };
  const mistakes = useClinicMistakes("location", locationFields);

  const submit = () => {
    if (mistakes.stop(locationErrors(form).map(([field, error]) => [field, t(`clinic.${error}`)]))) return;
    const body = bodyOf(form);
    const then = mistakes.afterwards(sent, onClose);
    if (location) {
      change.mutate(
        { id: location.id, version: location.version, body: onlyChanged({ ...body, active: form.active }, before) },
        then,
      );
    } else add.mutate(body, then);
  };

  const field = (name: Exclude<keyof Fields, "active">, maxLength: number) => ({
    id: mistakes.fieldId(name),
    label: labels[name],
    maxLength,
    value: form[name],
    error: mistakes.errorOf(name),
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  return (
    <Form
      errors={mistakes.errors}
      draft={draft}
      submit={submit}
      label={t("clinic.saveLocation")}
      saving={add.isPending || change.isPending}
      onClose={onClose}
    >
      {mistakes.conflict && location && (
        <p className={classes.stored}>
          {t("clinic.stored", {
            facts: [
              location.name,
              location.street,
              location.city,
              location.state,
              location.postal_code,
              location.phone,
              location.time_zone,
              t(location.active ? "clinic.inUse" : "clinic.notInUse"),
            ]
              .filter(Boolean)
              .join(", "),
          })}
        </p>
      )}
      <TextInput {...field("name", 200)} data-autofocus />
      <TextInput {...field("time_zone", 64)} description={t("clinic.timeZoneHint")} spellCheck={false} />
      <TextInput {...field("street", 200)} autoComplete="off" />
      <TextInput {...field("city", 200)} autoComplete="off" />
      <div className={fields.pair}>
        <TextInput {...field("state", 2)} description={t("clinic.stateHint")} spellCheck={false} />
        <TextInput {...field("postal_code", 12)} autoComplete="off" />
      </div>
      <TextInput {...field("phone", 30)} type="tel" autoComplete="off" />
      {location && (
        <div>
          <label className={classes.choice}>
            <input
              id={mistakes.fieldId("active")}
              type="checkbox"
              checked={form.active}
              onChange={(event) => set({ active: event.target.checked })}
            />
            {t("clinic.locationInUse")}
          </label>
          {!form.active && <p className={fields.hint}>{t("clinic.deactivateLocationHint")}</p>}
        </div>
      )}
    </Form>
  );
}

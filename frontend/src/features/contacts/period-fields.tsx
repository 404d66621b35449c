import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

type Period = { startsOn: string; endsOn: string };

export type Shared<Form> = {
  form: Form;
  set: (change: Partial<Form>) => void;
  fieldId: (field: string) => string;
  errorOf: (field: string) => string | undefined;
};

/** From when to when something holds. */
export function PeriodFields({ form, set, fieldId, errorOf }: Shared<Period>) {
  const { t } = useTranslation();
  return (["startsOn", "endsOn"] as const).map((name) => (
    <TextInput
      key={name}
      type="date"
      id={fieldId(name)}
      label={t(`contacts.${name}`)}
      value={form[name]}
      error={errorOf(name)}
      onChange={(event) => set({ [name]: event.target.value })}
    />
  ));
}

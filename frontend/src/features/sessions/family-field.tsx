import { InputError } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { contactsQuery } from "@/api/people";
import { nameOf } from "@/lib/names";
import { Check } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";

import classes from "./forms.module.css";
import { fieldId } from "./problems";
import type { CreateForm, Relative } from "./rules";

type Props = {
  form: Pick<CreateForm, "people" | "family">;
  error: string | undefined;
  onChange: (family: Relative[]) => void;
};

/** Who of the family comes: times are looked for in which each of them can. */
export function FamilyField({ form: { people, family }, error, onChange }: Props) {
  const { t } = useTranslation();
  const lists = useQueries({ queries: people.map(({ person }) => contactsQuery(person.id)) });
  const near = people.flatMap(({ person }, at) => (lists[at]?.data ?? []).map((contact) => ({ person, contact })));
  const toggle = (one: Relative, comes: boolean) =>
    onChange([...family.filter(({ id }) => id !== one.id), ...(comes ? [one] : [])]);
  return (
    <fieldset id={fieldId("family")} className={classes.people as string} tabIndex={-1}>
      <legend className={fields.legend as string}>{t("sessions.form.family")}</legend>
      <p className={fields.hint as string}>
        {lists.some((one) => one.isError)
          ? t("sessions.form.familyUnread")
          : lists.some((one) => one.isPending)
            ? t("state.loading")
            : t(near.length === 0 ? "sessions.form.familyNone" : "sessions.form.familyHint")}
      </p>
      {near.map(({ person, contact }) => (
        <Check
          key={contact.id}
          label={contact.name}
          {...(people.length > 1 ? { hint: t("sessions.form.familyOf", { name: nameOf(person) }) } : {})}
          checked={family.some(({ id }) => id === contact.id)}
          onChange={(comes) => toggle({ id: contact.id, person: person.id }, comes)}
        />
      ))}
      {error && <InputError>{error}</InputError>}
    </fieldset>
  );
}

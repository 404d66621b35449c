import { Button, Drawer } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Participant } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatList, languageName } from "@/lib/languages";
import { formatDate, type LocalDate } from "@/lib/time";
import { Facts, Panel } from "@/ui/panel";

import { PersonEditor } from "./person-editor";

type Props = { person: Participant; today: LocalDate; mayChange: boolean };

/** What is on file of a person; what is not known says so. */
export function DemographicsPanel({ person, today, mayChange }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const [editing, setEditing] = useState(false);
  const birth = person.birth_date && formatDate(person.birth_date, locale);
  return (
    <Panel
      title={t("record.demographics")}
      actions={mayChange && <Button onClick={() => setEditing(true)}>{t("record.correct")}</Button>}
    >
      <Facts
        unknown={t("person.unknown")}
        facts={[
          {
            name: t("record.legalName"),
            value: [person.name_prefix, ...person.given_names, person.family_name, person.name_suffix]
              .filter(Boolean)
              .join(" "),
          },
          { name: t("person.chosenName"), value: person.chosen_name },
          { name: t("person.pronouns"), value: person.pronouns },
          { name: t("person.mrn"), value: person.mrn },
          {
            name: t("person.birthDate"),
            value: birth && person.birth_date_precision !== "day" ? t("record.notExact", { date: birth }) : birth,
          },
          {
            name: t("person.genderIdentity"),
            value: person.gender_identity && t(`person.genderIdentityOf.${person.gender_identity}`),
          },
          { name: t("person.sex"), value: person.sex && t(`person.sexOf.${person.sex}`) },
          { name: t("person.birthSex"), value: person.birth_sex && t(`person.birthSexOf.${person.birth_sex}`) },
          {
            name: t("person.administrativeGender"),
            value: person.administrative_gender && t(`person.administrativeGenderOf.${person.administrative_gender}`),
          },
          {
            name: t("person.race"),
            value: formatList(
              person.race.map((one) => t(`person.raceOf.${one}`)),
              locale,
            ),
          },
          { name: t("person.ethnicity"), value: person.ethnicity && t(`person.ethnicityOf.${person.ethnicity}`) },
          { name: t("person.language"), value: person.language && languageName(person.language, locale) },
          { name: t("record.interpreter"), value: t(person.interpreter_needed ? "record.needed" : "record.notNeeded") },
          ...(person.deceased
            ? [
                {
                  name: t("record.deceased"),
                  value: person.deceased_on ? formatDate(person.deceased_on, locale) : t("record.yes"),
                },
              ]
            : []),
        ]}
      />
      <Drawer
        opened={editing}
        onClose={() => setEditing(false)}
        title={t("record.correctTitle")}
        closeButtonProps={{ "aria-label": t("state.close") }}
      >
        {editing && <PersonEditor person={person} today={today} onClose={() => setEditing(false)} />}
      </Drawer>
    </Panel>
  );
}

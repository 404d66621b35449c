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
        unknown={t("record.unknown")}
        facts={[
          {
            name: t("record.legalName"),
            value: [person.name_prefix, ...person.given_names, person.family_name, person.name_suffix]
              .filter(Boolean)
              .join(" "),
          },
          { name: t("record.chosenName"), value: person.chosen_name },
          { name: t("record.pronouns"), value: person.pronouns },
          { name: t("record.mrn"), value: person.mrn },
          {
            name: t("record.birthDate"),
            value: birth && person.birth_date_precision !== "day" ? t("record.notExact", { date: birth }) : birth,
          },
          {
            name: t("record.genderIdentity"),
            value: person.gender_identity && t(`record.genderIdentityOf.${person.gender_identity}`),
          },
          { name: t("record.sex"), value: person.sex && t(`record.sexOf.${person.sex}`) },
          { name: t("record.birthSex"), value: person.birth_sex && t(`record.birthSexOf.${person.birth_sex}`) },
          {
            name: t("record.administrativeGender"),
            value: person.administrative_gender && t(`record.administrativeGenderOf.${person.administrative_gender}`),
          },
          {
            name: t("record.race"),
            value: formatList(
              person.race.map((one) => t(`record.raceOf.${one}`)),
              locale,
            ),
          },
          { name: t("record.ethnicity"), value: person.ethnicity && t(`record.ethnicityOf.${person.ethnicity}`) },
          { name: t("record.language"), value: person.language && languageName(person.language, locale) },
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

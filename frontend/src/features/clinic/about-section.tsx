import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { StaffFile } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import { FormDrawer } from "@/ui/form-drawer";

import classes from "./clinic.module.css";
import { FileForm } from "./file-form";
import { StatusChip } from "./status-chip";
import { StatusForm } from "./status-form";

type Props = { person: StaffFile; today: string; mayManage: boolean; own: boolean };

/** Who somebody is, how to reach them, and what they may lead. */
export function About({ person, today, mayManage, own }: Props) {
  const { t } = useTranslation();
  const { locale, language } = useLanguage();
  const [editing, setEditing] = useState<"file" | "status" | null>(null);
  const close = () => setEditing(null);
  const named = new Intl.DisplayNames([locale, language], { type: "language" });
  return (
    <section className={classes.panel} aria-label={person.display_name}>
      <div className={classes.head}>
        <div>
          <h2>{person.display_name}</h2>
          <p className="meta">{[person.title, person.pronouns].filter(Boolean).join(" · ")}</p>
        </div>
        <StatusChip status={person.status} />
        {mayManage && <Button onClick={() => setEditing("file")}>{t("clinic.editFile")}</Button>}
        {mayManage && !own && <Button onClick={() => setEditing("status")}>{t("clinic.changeStatus")}</Button>}
      </div>
      <dl className={classes.facts}>
        <dt>{t("clinic.email")}</dt>
        <dd>{person.email ?? t("clinic.none")}</dd>
        <dt>{t("clinic.phone")}</dt>
        <dd className="num">{person.phone ?? t("clinic.none")}</dd>
        <dt>{t("clinic.languages")}</dt>
        <dd>{person.languages.map((tag) => named.of(tag) ?? tag).join(", ") || t("clinic.none")}</dd>
        {person.started_on && (
          <>
            <dt>{t("clinic.startedOn")}</dt>
            <dd>{formatDate(person.started_on, locale)}</dd>
          </>
        )}
        {person.ended_on && (
          <>
            <dt>{t("clinic.endedOn")}</dt>
            <dd>{formatDate(person.ended_on, locale)}</dd>
          </>
        )}
        <dt>{t("clinic.mayLead")}</dt>
        <dd>{person.may_lead.map((kind) => t(`kind.${kind}`)).join(", ") || t("clinic.mayLeadNothing")}</dd>
      </dl>
      <FormDrawer
        title={t(editing === "status" ? "clinic.changeStatus" : "clinic.editFile")}
        opened={editing !== null}
        onClose={close}
      >
        {editing === "file" && <FileForm person={person} onClose={close} />}
        {editing === "status" && <StatusForm person={person} today={today} onClose={close} />}
      </FormDrawer>
    </section>
  );
}

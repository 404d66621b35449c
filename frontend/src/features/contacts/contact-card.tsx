import { Button } from "@mantine/core";
import { IconHeartHandshake, IconPhoneCall, IconUser } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Contact, ContactWay } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatList, languageName } from "@/lib/languages";
import type { LocalDate } from "@/lib/time";
import { Chip } from "@/ui/chip";

import fields from "@/ui/fields.module.css";
import classes from "./contacts.module.css";
import type { Editing } from "./editing-form";
import { Period } from "./period";
import { RowActions } from "./row-actions";
import { isOver } from "./rules";
import { WayRow } from "./way-row";

type Props = {
  contact: Contact;
  ways: readonly ContactWay[];
  today: LocalDate;
  onEdit: ((editing: Editing) => void) | undefined;
};

/** Somebody near the participant: what may be talked about with them, and their own ways of contact. */
export function ContactCard({ contact, ways, today, onEdit }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const over = isOver(contact, today);
  const topics = contact.consented_topics.map((topic) => t(`contacts.topicOf.${topic}`));
  return (
    <li className={classes.row} data-over={over || undefined}>
      <IconUser size={16} stroke={1.75} aria-hidden />
      <div>
        <div className={classes.main}>
          <h3>{contact.name}</h3>
          <span className="meta">
            {[
              t(`contacts.relationshipOf.${contact.relationship}`),
              contact.language && languageName(contact.language, locale),
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
          {contact.is_emergency_contact && (
            <Chip icon={<IconPhoneCall size={14} stroke={1.75} aria-hidden />}>{t("contacts.emergencyContact")}</Chip>
          )}
          {contact.is_guardian && (
            <Chip icon={<IconHeartHandshake size={14} stroke={1.75} aria-hidden />}>{t("contacts.guardian")}</Chip>
          )}
        </div>
        <p className={fields.hint}>
          {topics.length > 0 ? t("contacts.mayTalk", { topics: formatList(topics, locale) }) : t("contacts.mayNotTalk")}
        </p>
        <Period startsOn={contact.starts_on} endsOn={contact.ends_on} today={today} />
      </div>
      {onEdit && (
        <RowActions
          name={contact.name}
          over={over}
          onEdit={(ends) => onEdit({ what: "contact", id: contact.id, ...ends })}
        />
      )}
      <div className={classes.under}>
        {ways.length > 0 && (
          <ul className={classes.inner}>
            {ways.map((way) => (
              <WayRow key={way.id} way={way} today={today} onEdit={onEdit} />
            ))}
          </ul>
        )}
        {onEdit && !over && (
          <Button
            variant="subtle"
            aria-label={t("contacts.addWayOf", { name: contact.name })}
            onClick={() => onEdit({ what: "way", contactId: contact.id })}
          >
            {t("contacts.addWay")}
          </Button>
        )}
      </div>
    </li>
  );
}

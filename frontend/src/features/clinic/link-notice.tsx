import { Button, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Enrolment } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatInstant } from "@/lib/instant";

import fields from "@/ui/fields.module.css";
import classes from "./form.module.css";

type Props = { enrolment: Enrolment; name: string; timeZone: string; onClose: () => void };

/** A one-time link, which the server tells only once. It is kept nowhere: closing this forgets it. */
export function LinkNotice({ enrolment, name, timeZone, onClose }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(enrolment.link);
    setCopied(true);
    announce(t("clinic.copied"));
  };
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <div className={classes.link}>
      <p className={fields.hint}>
        {t("clinic.linkHint", { name, until: formatInstant(enrolment.expires_at, timeZone, locale) })}
      </p>
      <TextInput
        label={t("clinic.link")}
        value={enrolment.link}
        readOnly
        data-autofocus
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button leftSection={<Icon size={16} stroke={1.75} aria-hidden />} onClick={() => void copy().catch(() => {})}>
        {t(copied ? "clinic.copied" : "clinic.copy")}
      </Button>
      <div className={classes.actions}>
        <Button variant="filled" onClick={onClose}>
          {t("clinic.done")}
        </Button>
      </div>
    </div>
  );
}

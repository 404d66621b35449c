import { IconAlertTriangle, IconCertificate, IconClock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Credential } from "@/api/types";
import { expiryOf } from "@/lib/expiry";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import { Chip } from "@/ui/chip";

type Props = { credential: Credential; today: string };

/** When a credential ends, where that is near or past: in days, with its kind. */
export function EndingChip({ credential, today }: Props) {
  const { t } = useTranslation();
  const { state, days } = expiryOf(credential.expires_on, today);
  if (state !== "soon" && state !== "expired") return null;
  const Icon = state === "soon" ? IconClock : IconAlertTriangle;
  return (
    <Chip tone={state === "soon" ? "warn" : "danger"} icon={<Icon size={14} stroke={1.75} aria-hidden />}>
      {t(state === "soon" ? "clinic.expires" : "clinic.expired", {
        kind: t(`clinic.credentialKinds.${credential.kind}`),
        count: days,
      })}
    </Chip>
  );
}

const looks = {
  unlimited: { tone: "plain", Icon: IconCertificate, text: "clinic.noEnd" },
  valid: { tone: "plain", Icon: IconCertificate, text: "clinic.validUntil" },
  soon: { tone: "warn", Icon: IconClock, text: "clinic.endsOn" },
  expired: { tone: "danger", Icon: IconAlertTriangle, text: "clinic.endedOnDate" },
} as const;

/** Until when a credential is valid, by its date. */
export function ValidityChip({ credential, today }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const { tone, Icon, text } = looks[expiryOf(credential.expires_on, today).state];
  return (
    <Chip tone={tone} icon={<Icon size={14} stroke={1.75} aria-hidden />}>
      {t(text, { date: credential.expires_on ? formatDate(credential.expires_on, locale) : "" })}
    </Chip>
  );
}

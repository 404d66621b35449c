import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n";
import { formatDate, type LocalDate } from "@/lib/time";

type Props = { startsOn: LocalDate | null; endsOn: LocalDate | null; today: LocalDate };

/** From when and until when something holds, where that is worth saying. */
export function Period({ startsOn, endsOn, today }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const words = [
    startsOn && startsOn > today && t("contacts.from", { date: formatDate(startsOn, locale) }),
    endsOn && t(endsOn < today ? "contacts.ended" : "contacts.until", { date: formatDate(endsOn, locale) }),
  ].filter(Boolean);
  return words.length > 0 && <p className="meta num">{words.join(", ")}</p>;
}

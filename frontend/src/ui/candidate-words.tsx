import { useTranslation } from "react-i18next";

import type { Candidate } from "@/lib/candidates";
import { addTexts, useLanguage } from "@/lib/i18n";
import { formatList } from "@/lib/languages";
import { isAgainst } from "@/lib/likeness";
import { formatDate } from "@/lib/time";

import { en, es } from "./likeness-texts";

addTexts("likeness", { en, es });

/** What speaks for one person and what against it, in one sentence. */
export function useLikenessText(): (reasons: Candidate["reasons"]) => string {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const listed = (reasons: Candidate["reasons"]) =>
    formatList(
      reasons.map((reason) => t(`likeness.reason.${reason}`)),
      locale,
    );
  return (reasons) => {
    const alike = listed(reasons.filter((one) => !isAgainst(one)));
    const unlike = listed(reasons.filter(isAgainst));
    return alike && unlike ? t("likeness.but", { alike, unlike }) : alike || unlike;
  };
}

/** The number and the birth date by which a record is told from others. */
export function useTelling(): (record: Pick<Candidate, "mrn" | "birthDate">) => string {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  return ({ mrn, birthDate }) =>
    [t("likeness.mrnOf", { mrn }), birthDate && t("likeness.bornOn", { date: formatDate(birthDate, locale) })]
      .filter(Boolean)
      .join(" · ");
}

/** A record that may be meant: whose it is, and what makes it alike. */
export function CandidateWords({ candidate }: { candidate: Candidate }) {
  const likenessText = useLikenessText();
  const telling = useTelling();
  return (
    <>
      <strong>{candidate.name}</strong> <span className="meta num">{telling(candidate)}</span>
      {candidate.reasons.length > 0 && <span className="meta">{likenessText(candidate.reasons)}</span>}
    </>
  );
}

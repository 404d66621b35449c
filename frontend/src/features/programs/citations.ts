import { useTranslation } from "react-i18next";

import { en } from "./texts";

type Ours = keyof typeof en.check.ours;

const ours = (citation: string): Ours | undefined =>
  (Object.keys(en.check.ours) as Ours[]).find((one) => en.check.ours[one] === citation);

/**
 * Where a rule is from: what Handrail itself decided is said in the reader's language; a published source is named as it
 * is published, and a rule of one's own as it was written.
 */
export function useCitation(): (citation: string) => string {
  const { t } = useTranslation();
  return (citation) => {
    const own = ours(citation);
    return own ? t(`programs.check.ours.${own}`) : citation;
  };
}

import { useTranslation } from "react-i18next";

/** Minutes as one says them: "3 h 40 min", "9 h", "45 min". */
export function useDuration(): (minutes: number) => string {
  const { t } = useTranslation();
  return (minutes) => {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    if (hours === 0) return t("programs.duration.minutes", { minutes: rest });
    return rest === 0 ? t("programs.duration.hours", { hours }) : t("programs.duration.both", { hours, minutes: rest });
  };
}

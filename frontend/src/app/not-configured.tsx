import { useTranslation } from "react-i18next";

/** Shown before anything else works, so it needs nothing but texts. */
export function NotConfigured() {
  const { t } = useTranslation();
  return (
    <main style={{ maxWidth: 480, padding: 32 }}>
      <h1>{t("app.configMissing")}</h1>
      <p>{t("app.configMissingHint")}</p>
    </main>
  );
}

import { type MantineColorScheme, useMantineColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { chooseLanguage, useLanguage } from "@/lib/i18n";
import type { Language } from "@/lib/preferred-language";
import { enableShortcuts, useShortcutsEnabled } from "@/lib/shortcuts";
import { Segments } from "@/ui/segments";

/** Each language says its own name, whichever is chosen. */
const names: { value: Language; label: string }[] = [
  { value: "en", label: "English" },
  { value: "es", label: "Español" },
];

export function LanguageSetting() {
  const { t } = useTranslation();
  const { language } = useLanguage();
  return (
    <Segments
      label={t("account.language")}
      value={language}
      options={names}
      onChange={(value) => void chooseLanguage(value)}
    />
  );
}

export function ThemeSetting() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Segments<MantineColorScheme>
      label={t("account.theme")}
      value={colorScheme}
      options={[
        { value: "light", label: t("account.light") },
        { value: "dark", label: t("account.dark") },
        { value: "auto", label: t("account.system") },
      ]}
      onChange={setColorScheme}
    />
  );
}

export function ShortcutSetting() {
  const { t } = useTranslation();
  const on = useShortcutsEnabled();
  return (
    <Segments
      label={t("account.shortcuts")}
      value={on ? "on" : "off"}
      options={[
        { value: "on", label: t("account.on") },
        { value: "off", label: t("account.off") },
      ]}
      onChange={(value) => enableShortcuts(value === "on")}
    />
  );
}

import { NativeSelect, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { addTexts, useLanguage } from "@/lib/i18n";
import { commonLanguages, languageName } from "@/lib/languages";

import { en, es } from "./person-texts";

addTexts("person", { en, es });

const OTHER = "other";

type Props = {
  id: string;
  value: string;
  error: string | undefined;
  onChange: (tag: string) => void;
};

/** The language of a person: by its name where many speak it, else by its code. */
export function LanguageField({ id, value, error, onChange }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const [other, setOther] = useState(false);
  const named = useMemo(() => {
    const [first, second, ...rest] = commonLanguages.map((tag) => ({ tag, name: languageName(tag, locale) }));
    return [first, second, ...rest.sort((a, b) => a.name.localeCompare(b.name, locale))].filter((one) => !!one);
  }, [locale]);
  const byCode = other || (value !== "" && !named.some(({ tag }) => tag === value));
  return (
    <>
      <NativeSelect
        id={byCode ? `${id}-named` : id}
        label={t("person.language")}
        value={byCode ? OTHER : value}
        {...(byCode ? {} : { error })}
        onChange={(event) => {
          setOther(event.target.value === OTHER);
          onChange(event.target.value === OTHER ? "" : event.target.value);
        }}
      >
        <option value="">{t("person.unknown")}</option>
        {named.map(({ tag, name }) => (
          <option key={tag} value={tag}>
            {name}
          </option>
        ))}
        <option value={OTHER}>{t("person.otherLanguage")}</option>
      </NativeSelect>
      {byCode && (
        <TextInput
          id={id}
          label={t("person.languageCode")}
          description={t("person.languageHint")}
          value={value}
          error={error}
          maxLength={35}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value.trim())}
        />
      )}
    </>
  );
}

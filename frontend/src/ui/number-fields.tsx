import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { addTexts } from "@/lib/i18n";
import { identifierKinds, LONGEST_HOUSE, type NumberForm } from "@/lib/number-form";
import { isNamed, knownSystems } from "@/lib/number-systems";

import { ChoiceField } from "./choice-field";
import { en, es } from "./number-texts";

addTexts("numbers", { en, es });

const HINT_BENEATH = ["label", "input", "description", "error"] as const;
const owners = [...knownSystems, "other" as const];

type Props = {
  form: NumberForm;
  fieldId: (field: keyof NumberForm) => string;
  errorOf: (field: keyof NumberForm) => string | undefined;
  /** Whether the form begins here. */
  first?: boolean;
  onChange: (change: Partial<NumberForm>) => void;
};

/** A number of another system: whose it is, in words where they are known, and the number itself. */
export function NumberFields({ form, fieldId, errorOf, first = false, onChange }: Props) {
  const { t } = useTranslation();
  const typed = (name: "value" | "house" | "system") => ({
    id: fieldId(name),
    value: form[name],
    error: errorOf(name),
    autoComplete: "off",
    spellCheck: false,
    // Beneath, so that the fields stand in one line where there is room beside each other.
    inputWrapperOrder: [...HINT_BENEATH],
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  });
  return (
    <>
      <ChoiceField
        id={fieldId("whose")}
        first={first}
        label={t("numbers.whoseNumber")}
        choices={owners}
        wordOf={(one) => t(`numbers.whoseNumberOf.${one}`)}
        value={form.whose}
        error={errorOf("whose")}
        onChange={(whose) => onChange({ whose: whose || "other" })}
      />
      {form.whose === "other" ? (
        <>
          <ChoiceField
            id={fieldId("kind")}
            label={t("numbers.numberKind")}
            choices={identifierKinds}
            wordOf={(one) => t(`numbers.numberKindOf.${one}`)}
            value={form.kind}
            error={errorOf("kind")}
            onChange={(kind) => onChange({ kind: kind || "other" })}
          />
          <TextInput
            {...typed("system")}
            label={t("numbers.systemAddress")}
            description={t("numbers.systemHint")}
            maxLength={200}
          />
        </>
      ) : (
        isNamed(form.whose) && (
          <TextInput
            {...typed("house")}
            label={t("numbers.house")}
            description={t("numbers.houseHint")}
            maxLength={LONGEST_HOUSE}
          />
        )
      )}
      <TextInput {...typed("value")} label={t("numbers.number")} description={t("numbers.noSsn")} maxLength={200} />
    </>
  );
}

import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { birthSexes, ethnicities, formerNameKinds, genderIdentities, races, sexes } from "@/lib/person-words";
import type { LocalDate } from "@/lib/time";
import { ChoiceField } from "@/ui/choice-field";
import { Check } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import fieldset from "@/ui/fieldset.module.css";
import { LanguageField } from "@/ui/language-field";
import { NumberFields } from "@/ui/number-fields";
import classes from "./new-participant.module.css";
import { type NewPerson, type Part, precisions } from "./rules";

export type FieldProps = {
  form: NewPerson;
  fieldId: (field: string) => string;
  errorOf: (field: string) => string | undefined;
  onChange: (change: Partial<NewPerson>) => void;
};

type Text = {
  [Field in keyof NewPerson]: NewPerson[Field] extends string ? Field : never;
}[keyof NewPerson];

/** What a field for text is given, by its name in the form. */
const textField = ({ form, fieldId, errorOf, onChange }: FieldProps, name: Text) => ({
  id: fieldId(name),
  value: form[name],
  error: errorOf(name),
  autoComplete: "off",
  onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
});

/** What of a record that is open already cannot be changed here any more. */
const isOpen = ({ record }: NewPerson) => record !== null;
const isAdded = ({ added }: NewPerson, part: Part) => added.includes(part);

export function WhoFields({ today, ...props }: FieldProps & { today: LocalDate }) {
  const { t } = useTranslation();
  const { form, fieldId, errorOf, onChange } = props;
  return (
    <fieldset className={fieldset.panel} disabled={isOpen(form)}>
      <legend>{t("intake.whoTitle")}</legend>
      <div className={classes.names}>
        <TextInput {...textField(props, "givenNames")} label={t("person.givenNames")} required maxLength={200} />
        <TextInput {...textField(props, "familyName")} label={t("person.familyName")} required maxLength={200} />
        <TextInput {...textField(props, "nameSuffix")} label={t("intake.nameSuffix")} maxLength={40} />
      </div>
      <div className={fields.pair}>
        <TextInput
          {...textField(props, "chosenName")}
          label={t("person.chosenName")}
          placeholder={t("intake.chosenHint")}
          maxLength={200}
        />
        <TextInput {...textField(props, "pronouns")} label={t("person.pronouns")} maxLength={40} />
      </div>
      <div className={fields.pair}>
        {form.precision === "day" ? (
          <TextInput {...textField(props, "birthDate")} type="date" label={t("person.birthDate")} max={today} />
        ) : (
          <TextInput
            {...textField(props, "birthDate")}
            label={t(form.precision === "month" ? "intake.birthMonth" : "intake.birthYear")}
            {...(form.precision === "month" ? { placeholder: t("intake.birthMonthHint") } : { inputMode: "numeric" })}
            maxLength={7}
          />
        )}
        <ChoiceField
          id={fieldId("precision")}
          label={t("intake.precision")}
          choices={precisions}
          wordOf={(one) => t(`intake.precisionOf.${one}`)}
          value={form.precision}
          error={errorOf("precision")}
          onChange={(one) => {
            const precision = one || "day";
            // What is known of it stays; a day that is not known is typed anew.
            const kept = { day: 10, month: 7, year: 4 }[precision];
            onChange({ precision, birthDate: form.birthDate.length >= kept ? form.birthDate.slice(0, kept) : "" });
          }}
        />
      </div>
      <div className={fields.pair}>
        <LanguageField
          id={fieldId("language")}
          value={form.language}
          error={errorOf("language")}
          onChange={(language) => onChange({ language })}
        />
        <div className={classes.beside}>
          <Check
            label={t("person.interpreterNeeded")}
            checked={form.interpreter}
            onChange={(interpreter) => onChange({ interpreter })}
          />
        </div>
      </div>
    </fieldset>
  );
}

export function ReachFields(props: FieldProps) {
  const { t } = useTranslation();
  const { form, onChange } = props;
  return (
    <fieldset className={fieldset.panel}>
      <legend>{t("intake.reachTitle")}</legend>
      <p className={fields.hint}>{t("intake.reachHint")}</p>
      <div className={fields.pair}>
        <TextInput
          {...textField(props, "phone")}
          type="tel"
          label={t("intake.phone")}
          disabled={isAdded(form, "phone")}
          maxLength={40}
        />
        <TextInput
          {...textField(props, "email")}
          type="email"
          label={t("intake.email")}
          disabled={isAdded(form, "email")}
          maxLength={254}
        />
      </div>
      {form.phone.trim() !== "" && (
        <fieldset className={classes.checks} disabled={isAdded(form, "phone")}>
          <legend className={fields.legend}>{t("intake.phoneSafety")}</legend>
          <Check
            label={t("intake.voicemail")}
            checked={form.voicemail}
            onChange={(voicemail) => onChange({ voicemail })}
          />
          <Check label={t("intake.text")} checked={form.text} onChange={(text) => onChange({ text })} />
          <Check
            label={t("intake.named")}
            checked={form.phoneNamed}
            onChange={(phoneNamed) => onChange({ phoneNamed })}
          />
        </fieldset>
      )}
      {form.email.trim() !== "" && (
        <fieldset className={classes.checks} disabled={isAdded(form, "email")}>
          <legend className={fields.legend}>{t("intake.emailSafety")}</legend>
          <Check
            label={t("intake.named")}
            checked={form.emailNamed}
            onChange={(emailNamed) => onChange({ emailNamed })}
          />
        </fieldset>
      )}
    </fieldset>
  );
}

export function NumberGroup({ form, fieldId, errorOf, onChange }: FieldProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={fieldset.panel} disabled={isAdded(form, "number")}>
      <legend>{t("intake.numberTitle")}</legend>
      <div className={fields.pair}>
        <NumberFields
          form={form.number}
          fieldId={fieldId}
          errorOf={errorOf}
          onChange={(change) => onChange({ number: { ...form.number, ...change } })}
        />
      </div>
    </fieldset>
  );
}

type MoreProps = FieldProps & { shown: boolean; onShow: (shown: boolean) => void };

/** What most first calls do not bring; folded, so that the form stays short. */
export function MoreFields({ shown, onShow, ...props }: MoreProps) {
  const { t } = useTranslation();
  const { form, fieldId, errorOf, onChange } = props;
  const choice = (name: "genderIdentity" | "sex" | "birthSex" | "ethnicity") => ({
    id: fieldId(name),
    label: t(`person.${name}`),
    none: t("person.unknown"),
    error: errorOf(name),
  });
  return (
    <details className={classes.more} open={shown} onToggle={(event) => onShow(event.currentTarget.open)}>
      <summary>
        <strong>{t("intake.moreTitle")}</strong>
        <span className="meta">{t("intake.moreHint")}</span>
      </summary>
      <fieldset className={classes.checksOf} disabled={isOpen(form)}>
        <div className={fields.pair}>
          <ChoiceField
            {...choice("genderIdentity")}
            choices={genderIdentities}
            wordOf={(one) => t(`person.genderIdentityOf.${one}`)}
            value={form.genderIdentity}
            onChange={(genderIdentity) => onChange({ genderIdentity })}
          />
          <ChoiceField
            {...choice("sex")}
            choices={sexes}
            wordOf={(one) => t(`person.sexOf.${one}`)}
            value={form.sex}
            onChange={(sex) => onChange({ sex })}
          />
          <ChoiceField
            {...choice("birthSex")}
            choices={birthSexes}
            wordOf={(one) => t(`person.birthSexOf.${one}`)}
            value={form.birthSex}
            onChange={(birthSex) => onChange({ birthSex })}
          />
          <ChoiceField
            {...choice("ethnicity")}
            choices={ethnicities}
            wordOf={(one) => t(`person.ethnicityOf.${one}`)}
            value={form.ethnicity}
            onChange={(ethnicity) => onChange({ ethnicity })}
          />
        </div>
        <fieldset id={fieldId("race")} tabIndex={-1} className={classes.checks}>
          <legend className={fields.legend}>
            {t("person.race")} <span className="meta">{t("intake.raceHint")}</span>
          </legend>
          {races.map((one) => (
            <Check
              key={one}
              label={t(`person.raceOf.${one}`)}
              checked={form.race.includes(one)}
              onChange={(on) => onChange({ race: on ? [...form.race, one] : form.race.filter((had) => had !== one) })}
            />
          ))}
        </fieldset>
        <div className={fields.pair}>
          <TextInput
            {...textField(props, "mrn")}
            label={t("person.mrn")}
            description={t("intake.mrnHint")}
            maxLength={32}
          />
        </div>
      </fieldset>
      <fieldset className={classes.checksOf} disabled={isAdded(form, "formerName")}>
        <legend className={fields.legend}>{t("intake.formerTitle")}</legend>
        <div className={fields.pair}>
          <TextInput {...textField(props, "formerGiven")} label={t("intake.formerGiven")} maxLength={200} />
          <TextInput {...textField(props, "formerFamily")} label={t("intake.formerFamily")} maxLength={200} />
          <ChoiceField
            id={fieldId("formerKind")}
            label={t("person.nameKind")}
            choices={formerNameKinds}
            wordOf={(one) => t(`person.nameKindOf.${one}`)}
            value={form.formerKind}
            error={errorOf("formerKind")}
            onChange={(kind) => onChange({ formerKind: kind || "old" })}
          />
        </div>
      </fieldset>
    </details>
  );
}

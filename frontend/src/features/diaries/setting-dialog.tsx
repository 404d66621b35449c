import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { DiarySetting } from "@/api/types";
import type { LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { Check } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { useFormErrors } from "@/ui/use-form-errors";

import classes from "./diaries.module.css";
import { settingFields } from "./fields";
import { useSetCard } from "./queries";
import { useKept, useLabel } from "./words";

type Props = { participantId: string; setting: DiarySetting; today: LocalDate; onClose: () => void };

/** Which fields a person keeps, and from which urge on somebody is alarmed. */
export function SettingDialog(props: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("diaries.setting.title")} opened onClose={props.onClose}>
      <Setting {...props} />
    </FormDialog>
  );
}

function Setting({ participantId, setting, today, onClose }: Props) {
  const { t } = useTranslation();
  const label = useLabel();
  const set = useSetCard(participantId, setting.version);
  const { card } = setting;
  const urges = card.fields.filter((one) => one.kind === "urge");
  const {
    form,
    set: type,
    draft,
    sent,
  } = useDraft({
    form: "diary-setting",
    subject: participantId,
    begin: () => ({
      kept: card.fields.filter((one) => one.kept).map((one) => one.key),
      thresholds: Object.fromEntries(urges.map((one) => [one.key, one.threshold ?? card.default_threshold])),
      startsOn: today,
    }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("diary-setting");
  const kept = useKept({ sent, refuse, fields: settingFields, onClose });
  const submit = () => {
    if (show(form.startsOn === "" ? [{ field: "startsOn", text: t("diaries.setting.noDate") }] : [])) return;
    const thresholds = Object.fromEntries(Object.entries(form.thresholds).filter(([key]) => form.kept.includes(key)));
    set.mutate({ card_key: card.key, fields: form.kept, thresholds, starts_on: form.startsOn }, kept);
  };
  return (
    <DialogForm
      summary={t("diaries.setting.summary")}
      errors={errors}
      draft={draft}
      submit={t("diaries.setting.submit")}
      pending={set.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <fieldset className={classes.entry} id={fieldId("thresholds")}>
        <legend className={fields.legend}>{t("diaries.setting.thresholds")}</legend>
        <p className={fields.hint}>{t("diaries.setting.thresholdHint")}</p>
        <div className={fields.pair}>
          {urges
            .filter((one) => form.kept.includes(one.key))
            .map((one) => (
              <NativeSelect
                key={one.key}
                label={label(one)}
                value={String(form.thresholds[one.key] ?? card.default_threshold)}
                data={["1", "2", "3", "4", "5"].map((value) => ({
                  value,
                  label:
                    Number(value) === card.default_threshold ? t("diaries.setting.cardsOwn", { number: value }) : value,
                }))}
                onChange={(event) =>
                  type({ thresholds: { ...form.thresholds, [one.key]: Number(event.target.value) } })
                }
              />
            ))}
        </div>
      </fieldset>
      <fieldset className={classes.entry} id={fieldId("fields")}>
        <legend className={fields.legend}>{t("diaries.setting.fields")}</legend>
        <p className={fields.hint}>
          {t("diaries.setting.always", {
            list: card.fields
              .filter((one) => one.always)
              .map(label)
              .join(", "),
          })}
        </p>
        <div className={classes.checks}>
          {card.fields
            .filter((one) => !one.always)
            .map((one) => (
              <Check
                key={one.key}
                label={label(one)}
                checked={form.kept.includes(one.key)}
                onChange={(on) =>
                  type({ kept: on ? [...form.kept, one.key] : form.kept.filter((key) => key !== one.key) })
                }
              />
            ))}
        </div>
      </fieldset>
      <TextInput
        id={fieldId("startsOn")}
        type="date"
        label={t("diaries.setting.startsOn")}
        value={form.startsOn}
        error={errorOf("startsOn")}
        onChange={(event) => type({ startsOn: event.target.value })}
      />
    </DialogForm>
  );
}

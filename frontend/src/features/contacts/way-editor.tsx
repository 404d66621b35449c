import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { ContactWay } from "@/api/types";
import { useDraft } from "@/lib/use-draft";
import { Check, EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import classes from "./contacts.module.css";
import { wayFields } from "./fields";
import { PeriodFields } from "./period-fields";
import { useAddWay, useChangeWay } from "./queries";
import { wayCreate, wayErrors, wayFormOf, wayKinds, wayUpdate, wayUses } from "./rules";
import { useContactsForm } from "./use-contacts-form";
import { wayValue } from "./words";

type Props = {
  participantId: string;
  /** The way to change; none to add one. */
  stored: ContactWay | undefined;
  /** Whose way it is to be, where it is not the participant's own. */
  contactId: string | undefined;
  onClose: () => void;
};

/** A phone number, an e-mail or a postal address, and what is safe there. Nothing is safe until it is said to be. */
export function WayEditor({ participantId, stored, contactId, onClose }: Props) {
  const { t } = useTranslation();
  const add = useAddWay(participantId);
  const change = useChangeWay(participantId);
  const { form, set, draft, sent } = useDraft({
    form: "contact-way",
    subject: stored?.id ?? contactId ?? participantId,
    begin: () => wayFormOf(stored),
  });
  const { errors, fieldId, errorOf, show, afterwards } = useContactsForm("way", wayFields);
  const close = () => {
    sent();
    onClose();
  };

  const submit = () => {
    const found = wayErrors(form, stored === undefined);
    if (show(found.map(({ field, code }) => ({ field, text: t(`contacts.${code}`) })))) return;
    const after = afterwards(close, {
      words: {
        value: t(form.kind === "email" ? "contacts.emailWrong" : "contacts.phoneWrong"),
      },
    });
    if (stored) change.mutate({ stored, body: wayUpdate(form) }, after);
    else add.mutate(wayCreate(form, contactId), after);
  };

  return (
    <EditorForm
      summary={t("contacts.summary")}
      errors={errors}
      draft={draft}
      pending={add.isPending || change.isPending}
      save={t(stored ? "contacts.saveWay" : "contacts.addWay")}
      onSubmit={submit}
      onCancel={onClose}
    >
      {stored ? (
        <p className={fields.hint}>
          <strong className={classes.value}>{wayValue(stored)}</strong>
          {t("contacts.valueStays")}
        </p>
      ) : (
        <>
          <NativeSelect
            id={fieldId("kind")}
            label={t("contacts.kind")}
            value={form.kind}
            error={errorOf("kind")}
            onChange={(event) => set({ kind: wayKinds.find((kind) => kind === event.target.value) ?? "phone" })}
          >
            {wayKinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`contacts.kindOf.${kind}`)}
              </option>
            ))}
          </NativeSelect>
          {form.kind === "address" ? (
            <>
              <Textarea
                id={fieldId("lines")}
                label={t("contacts.lines")}
                rows={2}
                value={form.lines}
                error={errorOf("lines")}
                onChange={(event) => set({ lines: event.target.value })}
              />
              <div className={fields.pair}>
                <TextInput
                  label={t("contacts.city")}
                  maxLength={200}
                  value={form.city}
                  onChange={(event) => set({ city: event.target.value })}
                />
                <TextInput
                  label={t("contacts.state")}
                  maxLength={200}
                  value={form.state}
                  onChange={(event) => set({ state: event.target.value })}
                />
                <TextInput
                  label={t("contacts.postalCode")}
                  maxLength={40}
                  value={form.postalCode}
                  onChange={(event) => set({ postalCode: event.target.value })}
                />
              </div>
            </>
          ) : (
            <TextInput
              id={fieldId("value")}
              label={t(`contacts.kindOf.${form.kind}`)}
              type={form.kind === "phone" ? "tel" : "email"}
              autoComplete="off"
              maxLength={254}
              value={form.value}
              error={errorOf("value")}
              onChange={(event) => set({ value: event.target.value })}
            />
          )}
        </>
      )}
      <NativeSelect
        id={fieldId("use")}
        label={t("contacts.use")}
        value={form.use ?? ""}
        error={errorOf("use")}
        onChange={(event) => set({ use: wayUses.find((use) => use === event.target.value) ?? "" })}
      >
        <option value="">{t("contacts.useUnknown")}</option>
        {wayUses.map((use) => (
          <option key={use} value={use}>
            {t(`contacts.useOf.${use}`)}
          </option>
        ))}
      </NativeSelect>
      <fieldset id={fieldId("safety")} tabIndex={-1} className={classes.checks}>
        <legend className={fields.legend}>{t("contacts.safety")}</legend>
        {form.kind === "phone" && (
          <>
            <Check
              label={t("contacts.voicemail")}
              checked={form.voicemail}
              onChange={(voicemail) => set({ voicemail })}
            />
            <Check label={t("contacts.text")} checked={form.text} onChange={(text) => set({ text })} />
          </>
        )}
        <Check
          label={t("contacts.named")}
          hint={t("contacts.namedHint")}
          checked={form.named}
          onChange={(named) => set({ named })}
        />
        <Check
          label={t("contacts.preferredWay")}
          checked={form.preferred}
          onChange={(preferred) => set({ preferred })}
        />
      </fieldset>
      <div className={fields.pair}>
        <PeriodFields form={form} set={set} fieldId={fieldId} errorOf={errorOf} />
      </div>
    </EditorForm>
  );
}

import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { announce } from "@/lib/announce";
import { formerNameKinds } from "@/lib/person-words";
import { useDraft } from "@/lib/use-draft";
import { ChoiceField } from "@/ui/choice-field";
import { EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote, TableScroll } from "@/ui/panel";
import { useFormErrors } from "@/ui/use-form-errors";
import { formerNameFields } from "./fields";
import { formerNameBody, formerNameErrors, newFormerName } from "./name-rules";
import { useRecordProblem } from "./problem-words";
import { formerNamesQuery, useAddFormerName } from "./queries";
import { formerNameOf } from "./rules";

type Props = { participantId: string; mayChange: boolean };

/** Behind a button: a former name on an open screen can hurt, and may tell others what they need not know. */
export function FormerNamesPanel({ participantId, mayChange }: Props) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const [adding, setAdding] = useState(false);
  const names = useQuery({ ...formerNamesQuery(participantId), enabled: shown });
  return (
    <Panel
      title={t("record.formerNames")}
      hint={t("record.formerNamesHint")}
      actions={
        <>
          <Button aria-expanded={shown} onClick={() => setShown(!shown)}>
            {t(shown ? "record.hideFormerNames" : "record.showFormerNames")}
          </Button>
          {mayChange && <Button onClick={() => setAdding(true)}>{t("record.addFormerName")}</Button>}
        </>
      }
    >
      {!shown ? null : names.isPending ? (
        <LoadingRows rows={2} />
      ) : names.isError ? (
        <ErrorState error={names.error} onRetry={() => void names.refetch()} />
      ) : names.data.length === 0 ? (
        <PanelNote>{t("record.noFormerNames")}</PanelNote>
      ) : (
        <TableScroll label={t("record.formerNames")}>
          <thead>
            <tr>
              <th scope="col">{t("record.name")}</th>
              <th scope="col">{t("person.nameKind")}</th>
            </tr>
          </thead>
          <tbody>
            {names.data.map((name) => (
              <tr key={name.id}>
                <th scope="row">{formerNameOf(name)}</th>
                <td>{t(`person.nameKindOf.${name.kind}`)}</td>
              </tr>
            ))}
          </tbody>
        </TableScroll>
      )}
      <FormDrawer title={t("record.addFormerName")} opened={adding} onClose={() => setAdding(false)}>
        {adding && (
          <FormerNameForm
            participantId={participantId}
            onSaved={() => setShown(true)}
            onClose={() => setAdding(false)}
          />
        )}
      </FormDrawer>
    </Panel>
  );
}

type FormProps = { participantId: string; onSaved: () => void; onClose: () => void };

function FormerNameForm({ participantId, onSaved, onClose }: FormProps) {
  const { t } = useTranslation();
  const problemWords = useRecordProblem();
  const add = useAddFormerName(participantId);
  const { form, set, draft, sent } = useDraft({ form: "former-name", subject: participantId, begin: newFormerName });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("former-name");
  const submit = () => {
    if (show(formerNameErrors(form).map(({ field, code }) => ({ field, text: t(`record.${code}`) })))) return;
    add.mutate(formerNameBody(form), {
      onSuccess: () => {
        sent();
        announce(t("record.saved"));
        onSaved();
        onClose();
      },
      onError: (error) => refuse(error, problemWords(error), formerNameFields),
    });
  };
  const field = (name: "givenNames" | "familyName" | "startsOn" | "endsOn") => ({
    id: fieldId(name),
    label: name === "givenNames" || name === "familyName" ? t(`person.${name}`) : t(`record.${name}`),
    value: form[name],
    error: errorOf(name),
    autoComplete: "off",
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  return (
    <EditorForm
      summary={t("record.notSaved")}
      errors={errors}
      draft={draft}
      pending={add.isPending}
      save={t("record.addFormerName")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <p className={fields.hint}>{t("record.formerNameWhy")}</p>
      <ChoiceField
        id={fieldId("kind")}
        first
        label={t("person.nameKind")}
        choices={formerNameKinds}
        wordOf={(one) => t(`person.nameKindOf.${one}`)}
        value={form.kind}
        error={errorOf("kind")}
        onChange={(kind) => set({ kind: kind || "old" })}
      />
      <div className={fields.pair}>
        <TextInput {...field("givenNames")} maxLength={200} />
        <TextInput {...field("familyName")} maxLength={200} />
        <TextInput {...field("startsOn")} type="date" />
        <TextInput {...field("endsOn")} type="date" />
      </div>
    </EditorForm>
  );
}

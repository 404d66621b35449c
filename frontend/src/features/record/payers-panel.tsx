import { Textarea, TextInput } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import type { Payer } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatDate, type LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import { useFormErrors } from "@/ui/use-form-errors";
import { payerFields, payerVoidFields } from "./fields";
import { ListedPanel } from "./listed-panel";
import { LONGEST_REASON, payerCode, payersInOrder } from "./payer-rules";
import { useRecordProblem } from "./problem-words";
import { knownPayersQuery, payersQuery, useAddPayer, useVoidPayer } from "./queries";
import classes from "./record.module.css";

type Props = { participantId: string; episodeId: string; today: LocalDate; mayChange: boolean };

/** Who pays for the episode, from which day: whose rules of the week hold besides the state's. */
export function PayersPanel({ participantId, episodeId, today, mayChange }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  return (
    <ListedPanel<Payer>
      title={t("record.payers")}
      hint={t("record.payersHint")}
      query={useQuery(payersQuery(participantId, episodeId))}
      usual={1}
      empty={t("record.noPayers")}
      columns={[t("record.payer"), t("record.paysFrom")]}
      rows={(payers, end) =>
        payersInOrder(payers, today).map(({ payer, holds }) => {
          const name = payer.payer ?? t("record.selfPay");
          return (
            <tr key={payer.id}>
              <th scope="row">{name}</th>
              <td className="num">
                {formatDate(payer.starts_on, locale)}
                {holds && ` · ${t("record.paysNow")}`}
              </td>
              {end(payer, { label: t("record.takeOnePayerBack", { name }) })}
            </tr>
          );
        })
      }
      mayChange={mayChange}
      add={{
        label: t("record.addPayer"),
        form: (close) => <AddForm {...{ participantId, episodeId, today }} onClose={close} />,
      }}
      end={{
        label: t("record.takePayerBack"),
        title: t("record.takePayerBack"),
        icon: <IconArrowBackUp size={16} stroke={1.75} aria-hidden />,
        form: (payer, close) => <VoidForm {...{ participantId, episodeId, payer }} onClose={close} />,
      }}
    />
  );
}

type AddProps = { participantId: string; episodeId: string; today: LocalDate; onClose: () => void };

function AddForm({ participantId, episodeId, today, onClose }: AddProps) {
  const { t } = useTranslation();
  const problemWords = useRecordProblem();
  const known = useQuery(knownPayersQuery());
  const add = useAddPayer(participantId, episodeId);
  const choices = useId();
  const { form, set, draft, sent } = useDraft({
    form: "episode-payer",
    subject: episodeId,
    begin: () => ({ payer: "", startsOn: today as string }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("payer");
  const submit = () => {
    const code = payerCode(form.payer);
    const found = [];
    if (code === undefined) found.push({ field: "payer", text: t("record.payerWrong") });
    if (form.startsOn === "") found.push({ field: "startsOn", text: t("record.startsOnMissing") });
    if (show(found) || code === undefined) return;
    add.mutate(
      { payer: code, starts_on: form.startsOn },
      {
        onSuccess: () => {
          sent();
          announce(t("record.saved"));
          onClose();
        },
        onError: (error) => refuse(error, problemWords(error), payerFields),
      },
    );
  };
  return (
    <EditorForm
      summary={t("record.notSaved")}
      errors={errors}
      draft={draft}
      pending={add.isPending}
      save={t("record.addPayer")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <TextInput
        id={fieldId("payer")}
        data-autofocus
        label={t("record.payer")}
        description={t("record.payerHint")}
        list={choices}
        classNames={{ input: classes.payer as string }}
        autoComplete="off"
        value={form.payer}
        error={errorOf("payer")}
        onChange={(event) => set({ payer: event.target.value })}
      />
      <datalist id={choices}>
        {known.data?.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <TextInput
        id={fieldId("startsOn")}
        type="date"
        label={t("record.startsOn")}
        value={form.startsOn}
        error={errorOf("startsOn")}
        onChange={(event) => set({ startsOn: event.target.value })}
      />
    </EditorForm>
  );
}

type VoidProps = { participantId: string; episodeId: string; payer: Payer; onClose: () => void };

function VoidForm({ participantId, episodeId, payer, onClose }: VoidProps) {
  const { t } = useTranslation();
  const problemWords = useRecordProblem();
  const take = useVoidPayer(participantId, episodeId);
  const { form, set, draft, sent } = useDraft({
    form: "episode-payer-void",
    subject: payer.id,
    begin: () => ({ reason: "" }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("payer-void");
  const submit = () => {
    const reason = form.reason.trim();
    if (show(reason === "" ? [{ field: "reason", text: t("record.reasonMissing") }] : [])) return;
    take.mutate(
      { id: payer.id, reason },
      {
        onSuccess: () => {
          sent();
          announce(t("record.saved"));
          onClose();
        },
        onError: (error) => refuse(error, problemWords(error), payerVoidFields),
      },
    );
  };
  return (
    <EditorForm
      summary={t("record.notSaved")}
      errors={errors}
      draft={draft}
      pending={take.isPending}
      save={t("record.takePayerBack")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <p className={fields.hint}>
        <strong>{payer.payer ?? t("record.selfPay")}</strong> · {t("record.takePayerBackHint")}
      </p>
      <Textarea
        id={fieldId("reason")}
        data-autofocus
        label={t("record.reason")}
        rows={3}
        maxLength={LONGEST_REASON}
        value={form.reason}
        error={errorOf("reason")}
        onChange={(event) => set({ reason: event.target.value })}
      />
    </EditorForm>
  );
}

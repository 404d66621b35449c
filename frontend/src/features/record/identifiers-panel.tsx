import { TextInput } from "@mantine/core";
import { IconCalendarX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Identifier } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { numberErrors } from "@/lib/number-form";
import { systemOf } from "@/lib/number-systems";
import { formatDate, type LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import { NumberFields } from "@/ui/number-fields";
import { useFormErrors } from "@/ui/use-form-errors";
import { identifierFields, knownNumberFields } from "./fields";
import { ListedPanel } from "./listed-panel";
import { endsEarly, holdingFirst, identifierBody, isOver, newIdentifier } from "./name-rules";
import { useRecordProblem } from "./problem-words";
import { identifiersQuery, useAddIdentifier, useEndIdentifier } from "./queries";
import classes from "./record.module.css";

type Props = { participantId: string; today: LocalDate; mayChange: boolean };

/** Numbers by which other systems know the person. One that holds no more is ended, not deleted. */
export function IdentifiersPanel({ participantId, today, mayChange }: Props) {
  const { t } = useTranslation();
  return (
    <ListedPanel<Identifier>
      title={t("record.identifiers")}
      query={useQuery(identifiersQuery(participantId))}
      usual={2}
      empty={t("record.noIdentifiers")}
      columns={[t("numbers.number"), t("numbers.numberKind"), t("numbers.system"), t("record.holds")]}
      rows={(identifiers, end) =>
        holdingFirst(identifiers, today).map((one) => (
          <Row
            key={one.id}
            identifier={one}
            today={today}
            end={end(one, { label: t("record.endOne", { name: one.value }), possible: !isOver(one, today) })}
          />
        ))
      }
      mayChange={mayChange}
      add={{
        label: t("record.addIdentifier"),
        form: (close) => <AddForm participantId={participantId} onClose={close} />,
      }}
      end={{
        label: t("record.endIt"),
        title: t("record.endIdentifier"),
        icon: <IconCalendarX size={16} stroke={1.75} aria-hidden />,
        form: (identifier, close) => <EndForm {...{ participantId, identifier, today }} onClose={close} />,
      }}
    />
  );
}

type RowProps = { identifier: Identifier; today: LocalDate; end: ReactNode };

function Row({ identifier, today, end }: RowProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const { value, kind, system, starts_on, ends_on } = identifier;
  const over = isOver(identifier, today);
  const known = systemOf(system);
  const said = [
    starts_on && t("record.fromDay", { date: formatDate(starts_on, locale) }),
    ends_on && t(over ? "record.endedDay" : "record.untilDay", { date: formatDate(ends_on, locale) }),
  ].filter(Boolean);
  return (
    <tr data-over={over || undefined} className={classes.number as string}>
      <th scope="row">{value}</th>
      <td>{t(`numbers.numberKindOf.${kind}`)}</td>
      <td className={classes.system as string}>
        {known ? [t(`numbers.whoseNumberOf.${known.system}`), known.house].filter(Boolean).join(", ") : system}
      </td>
      <td>{said.length > 0 ? said.join(", ") : t("record.holdsNow")}</td>
      {end}
    </tr>
  );
}

function AddForm({ participantId, onClose }: { participantId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const problemWords = useRecordProblem();
  const add = useAddIdentifier(participantId);
  const { form, set, draft, sent } = useDraft({ form: "identifier", subject: participantId, begin: newIdentifier });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("identifier");
  const submit = () => {
    const found = numberErrors(form).map(({ field, code }) => ({ field: field as string, text: t(`numbers.${code}`) }));
    if (endsEarly(form)) found.push({ field: "endsOn", text: t("record.endsBeforeStart") });
    if (show(found)) return;
    add.mutate(identifierBody(form), {
      onSuccess: () => {
        sent();
        announce(t("record.saved"));
        onClose();
      },
      onError: (error) =>
        refuse(error, problemWords(error), form.whose === "other" ? identifierFields : knownNumberFields, {
          system: t("numbers.systemWrong"),
        }),
    });
  };
  const field = (name: "startsOn" | "endsOn") => ({
    id: fieldId(name),
    label: t(`record.${name}`),
    value: form[name],
    error: errorOf(name),
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  return (
    <EditorForm
      summary={t("record.notSaved")}
      errors={errors}
      draft={draft}
      pending={add.isPending}
      save={t("record.addIdentifier")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NumberFields form={form} first fieldId={fieldId} errorOf={errorOf} onChange={set} />
      <div className={fields.pair}>
        <TextInput {...field("startsOn")} type="date" />
        <TextInput {...field("endsOn")} type="date" />
      </div>
    </EditorForm>
  );
}

type EndProps = { participantId: string; identifier: Identifier; today: LocalDate; onClose: () => void };

function EndForm({ participantId, identifier, today, onClose }: EndProps) {
  const { t } = useTranslation();
  const problemWords = useRecordProblem();
  const end = useEndIdentifier(participantId);
  const [endsOn, setEndsOn] = useState(today);
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("identifier");
  const submit = () => {
    const early = identifier.starts_on !== null && endsOn < identifier.starts_on;
    const code = endsOn === "" ? "endsOnMissing" : early ? "endsBeforeStart" : null;
    if (show(code ? [{ field: "endsOn", text: t(`record.${code}`) }] : [])) return;
    end.mutate(
      { identifier, endsOn },
      {
        onSuccess: () => {
          announce(t("record.saved"));
          onClose();
        },
        onError: (error) => refuse(error, problemWords(error), identifierFields),
      },
    );
  };
  return (
    <EditorForm
      summary={t("record.notSaved")}
      errors={errors}
      pending={end.isPending}
      save={t("record.endIt")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <p className={fields.hint}>
        <strong>{identifier.value}</strong> · {t("record.endHint")}
      </p>
      <TextInput
        id={fieldId("endsOn")}
        data-autofocus
        type="date"
        label={t("record.endsOn")}
        value={endsOn}
        error={errorOf("endsOn")}
        onChange={(event) => setEndsOn(event.target.value)}
      />
    </EditorForm>
  );
}

import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { LocalDate } from "@/lib/time";
import { EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import classes from "./contacts.module.css";
import { useContactsForm } from "./use-contacts-form";

type After = { onSuccess: () => void; onError: (error: Error) => void };

type Props = {
  /** What ends, as it reads in the list. */
  name: string;
  startsOn: LocalDate | null;
  today: LocalDate;
  pending: boolean;
  end: (endsOn: LocalDate, after: After) => void;
  onClose: () => void;
};

/** The last day on which something holds. Nothing is deleted: what was true then stays on file. */
export function EndForm({ name, startsOn, today, pending, end, onClose }: Props) {
  const { t } = useTranslation();
  const [endsOn, setEndsOn] = useState(today);
  const { errors, fieldId, errorOf, show, afterwards } = useContactsForm("end", { ends_on: "endsOn" });

  const submit = () => {
    const wrong = endsOn === "" || (startsOn !== null && endsOn < startsOn);
    const text = t(endsOn === "" ? "contacts.endsOnMissing" : "contacts.endsBeforeStart");
    if (show(wrong ? [{ field: "endsOn", text }] : [])) return;
    end(endsOn, afterwards(onClose));
  };

  return (
    <EditorForm
      summary={t("contacts.summary")}
      errors={errors}
      pending={pending}
      save={t("contacts.endIt")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <p className={fields.hint}>
        <strong className={classes.value}>{name}</strong>
        {t("contacts.endHintText")}
      </p>
      <TextInput
        type="date"
        id={fieldId("endsOn")}
        label={t("contacts.endsOn")}
        value={endsOn}
        error={errorOf("endsOn")}
        onChange={(event) => setEndsOn(event.target.value)}
      />
    </EditorForm>
  );
}

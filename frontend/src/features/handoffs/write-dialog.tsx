import { NativeSelect, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { colleaguesQuery, programsQuery } from "@/api/clinic";
import { announce } from "@/lib/announce";
import { nameOf } from "@/lib/names";
import { useDraft } from "@/lib/use-draft";
import { Check } from "@/ui/editor-form";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { useFormErrors } from "@/ui/use-form-errors";

import { handOffFields } from "./fields";
import { useHandOffProblem } from "./problems";
import { useWriteHandOff } from "./queries";
import { type Form, LONGEST_TEXT, mistakesIn, requestOf } from "./rules";

export type Person = { id: string; chosen_name: string; full_name: string; family_name: string };

type Props = {
  /** Whom it may be about; the first where it can be about nobody else. */
  people: readonly Person[];
  /** It is about the one person there is. */
  aboutPerson?: boolean;
  location?: string | undefined;
  program?: string | undefined;
  onClose: () => void;
};

/** Writes a note to the team of a program or to one colleague. */
export function WriteDialog(props: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("handoffs.form.title")} opened onClose={props.onClose}>
      <Writing {...props} />
    </FormDialog>
  );
}

function Writing({ people, aboutPerson = false, location, program, onClose }: Props) {
  const { t } = useTranslation();
  const problem = useHandOffProblem();
  const teams = useQuery(programsQuery);
  const colleagues = useQuery(colleaguesQuery);
  const write = useWriteHandOff();
  const mistakes = useFormErrors("handoff");
  const {
    form: kept,
    set,
    draft,
    sent,
  } = useDraft<Form>({
    form: "handoff",
    // What is written in one program's huddle does not turn up in another's.
    subject: aboutPerson ? people[0]?.id : program,
    begin: () => ({
      audience: program ? `program:${program}` : "",
      about: aboutPerson ? (people[0]?.id ?? "") : "",
      urgent: false,
      text: "",
    }),
  });
  // Whom it was about on an earlier day may not be in the list of this one.
  const form: Form = people.some((one) => one.id === kept.about) ? kept : { ...kept, about: "" };

  const submit = () => {
    const found = mistakesIn(form).map(({ field, code }) => ({ field, text: t(`handoffs.form.error.${code}`) }));
    if (mistakes.show(found)) return;
    write.mutate(requestOf(form, location), {
      onSuccess: () => {
        sent();
        announce(t("handoffs.written"));
        onClose();
      },
      onError: (error) => mistakes.refuse(error, problem(error), handOffFields),
    });
  };

  return (
    <DialogForm
      summary={t("handoffs.form.summary")}
      errors={mistakes.errors}
      draft={draft}
      submit={t("handoffs.form.submit")}
      pending={write.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NativeSelect
        id={mistakes.fieldId("audience")}
        data-autofocus
        label={t("handoffs.form.audience")}
        value={form.audience}
        error={mistakes.errorOf("audience")}
        onChange={(event) => set({ audience: event.target.value })}
      >
        <option value="">{t("handoffs.form.choose")}</option>
        <optgroup label={t("handoffs.form.teams")}>
          {(teams.data ?? []).map((one) => (
            <option key={one.id} value={`program:${one.id}`}>
              {one.name}
            </option>
          ))}
        </optgroup>
        <optgroup label={t("handoffs.form.colleagues")}>
          {(colleagues.data ?? []).map((one) => (
            <option key={one.id} value={`staff:${one.id}`}>
              {one.display_name}
            </option>
          ))}
        </optgroup>
      </NativeSelect>
      <NativeSelect
        id={mistakes.fieldId("about")}
        label={t("handoffs.form.about")}
        value={form.about}
        error={mistakes.errorOf("about")}
        onChange={(event) => set({ about: event.target.value })}
      >
        {!aboutPerson && <option value="">{t("handoffs.theDay")}</option>}
        {people.map((one) => (
          <option key={one.id} value={one.id}>
            {nameOf(one)}
          </option>
        ))}
      </NativeSelect>
      <Textarea
        id={mistakes.fieldId("text")}
        label={t("handoffs.form.text")}
        description={t("handoffs.form.textHint", { count: form.text.trim().length, most: LONGEST_TEXT })}
        rows={5}
        value={form.text}
        error={mistakes.errorOf("text")}
        onChange={(event) => set({ text: event.target.value })}
      />
      <Check label={t("handoffs.form.urgent")} checked={form.urgent} onChange={(urgent) => set({ urgent })} />
    </DialogForm>
  );
}

import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Progress, ResponseKind } from "@/api/types";
import { announce } from "@/lib/announce";
import { useDraft } from "@/lib/use-draft";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { useFormErrors } from "@/ui/use-form-errors";

import { responseFields } from "./fields";
import { useMeasureProblem } from "./problems";
import { useRespond } from "./queries";
import { en } from "./texts";

type Props = { participantId: string; course: Progress; onClose: () => void };

const kinds = Object.keys(en.track.kinds) as ResponseKind[];

/** What was done about a course that is not on track, and when it is looked at again. */
export function RespondDialog(props: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("measures.track.respondNamed", { name: props.course.name })} opened onClose={props.onClose}>
      <Respond {...props} />
    </FormDialog>
  );
}

function Respond({ participantId, course, onClose }: Props) {
  const { t } = useTranslation();
  const problem = useMeasureProblem();
  const respond = useRespond(participantId);
  const { form, set, draft, sent } = useDraft({
    form: `track-${course.instrument_key}`,
    subject: course.episode_id,
    begin: () => ({ kind: "", note: "", review: "" }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("track");
  const submit = () => {
    const missing = (["kind", "note", "review"] as const)
      .filter((field) => form[field].trim() === "")
      .map((field) => ({ field, text: t(`measures.track.wrong.${field}`) }));
    const kind = kinds.find((one) => one === form.kind);
    if (show(missing) || kind === undefined) return;
    respond.mutate(
      {
        episode_id: course.episode_id,
        instrument_key: course.instrument_key,
        kind,
        note: form.note.trim(),
        review_on: form.review,
      },
      {
        onSuccess: () => {
          sent();
          announce(t("measures.track.saved"));
          onClose();
        },
        onError: (error) => refuse(error, problem(error), responseFields),
      },
    );
  };
  return (
    <DialogForm
      summary={t("measures.track.summary")}
      errors={errors}
      draft={draft}
      submit={t("measures.track.save")}
      pending={respond.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NativeSelect
        id={fieldId("kind")}
        data-autofocus
        label={t("measures.track.kind")}
        value={form.kind}
        error={errorOf("kind")}
        onChange={(event) => set({ kind: event.target.value })}
      >
        <option value="">{t("measures.giving.choose")}</option>
        {kinds.map((one) => (
          <option key={one} value={one}>
            {t(`measures.track.kinds.${one}`)}
          </option>
        ))}
      </NativeSelect>
      <Textarea
        id={fieldId("note")}
        label={t("measures.track.note")}
        autosize
        minRows={2}
        maxLength={4000}
        value={form.note}
        error={errorOf("note")}
        onChange={(event) => set({ note: event.target.value })}
      />
      <TextInput
        id={fieldId("review")}
        type="date"
        label={t("measures.track.review")}
        value={form.review}
        error={errorOf("review")}
        onChange={(event) => set({ review: event.target.value })}
      />
    </DialogForm>
  );
}

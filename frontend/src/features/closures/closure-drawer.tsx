import { NativeSelect, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import type { Closure, ClosurePreview, Location } from "@/api/types";
import { announce } from "@/lib/announce";
import type { LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { EditorForm } from "@/ui/editor-form";
import type { FieldError } from "@/ui/error-summary";
import { FieldPair } from "@/ui/form-dialog";
import { FormDrawer } from "@/ui/form-drawer";

import { ClosurePreviewed } from "./closure-preview";
import classes from "./closures.module.css";
import { closureFields } from "./fields";
import { errorOf, fieldId, useApplyRefusal, useRefusal } from "./problems";
import { useApplyClosure, useForeseeClosure } from "./queries";
import {
  type ClosureForm,
  changedForm,
  closureBody,
  closureMistakes,
  emptyForm,
  kinds,
  movesBody,
  zoneOf,
} from "./rules";

type Props = {
  opened: boolean;
  day: LocalDate;
  /** What the schedule is narrowed to is likely what is meant. */
  location: string | undefined;
  locations: readonly Location[];
  timeZone: string;
  onClose: () => void;
  onDone: (closure: Closure) => void;
};

/** A form for one closure, which says what will come of it before it holds. */
export function ClosureDrawer({ opened, onClose, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <FormDrawer title={t("closures.formTitle")} opened={opened} onClose={onClose}>
      {opened && <Closing {...rest} onClose={onClose} />}
    </FormDrawer>
  );
}

function Closing({ day, location, locations, timeZone, onClose, onDone }: Omit<Props, "opened">) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const applyRefusal = useApplyRefusal();
  const foresee = useForeseeClosure();
  const apply = useApplyClosure();
  const {
    form,
    set: change,
    draft,
    sent,
  } = useDraft<ClosureForm>({
    form: "closure",
    begin: () => emptyForm(day, location ?? ""),
  });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [answer, setAnswer] = useState<{ to: string; preview: ClosurePreview } | null>(null);
  const set = (part: Partial<ClosureForm>) => change(changedForm(part));
  // What was foreseen is of what was asked then; a name changes nothing of it, nor where sessions go.
  const question = JSON.stringify({ ...form, public_title: "", moves: [] });
  const asked = useRef(question);
  asked.current = question;
  const foreseen = answer?.to === question ? answer.preview : null;
  const zone = zoneOf(form.location_id || null, locations, timeZone);
  const pending = foresee.isPending || apply.isPending;

  const submit = () => {
    const found = closureMistakes(form);
    setErrors(found.map(({ field, code }) => ({ field: fieldId(field), text: t(`closures.error.${code}`) })));
    if (found.length > 0 || pending) return;
    const closure = closureBody(form, zone);
    if (foreseen) {
      const moves = movesBody(form.moves, foreseen.hits);
      apply.mutate(
        { closure, moves },
        {
          onSuccess: (made) => {
            sent();
            announce(t("closures.done", { title: made.public_title }));
            onDone(made);
          },
          onError: (error) => {
            if (error instanceof ProblemError && error.problem.code === "stale-version") {
              // Of a session as it is now: what comes of it is to be seen before it holds.
              setAnswer(null);
              setErrors([{ field: "", text: t("closures.move.stale") }]);
            } else void applyRefusal(error, moves).then(setErrors);
          },
        },
      );
      return;
    }
    foresee.mutate(closure, {
      onSuccess: (preview) => {
        if (asked.current !== question) return;
        setAnswer({ to: question, preview });
        const { cancelled, shortened, by_video: video } = preview;
        announce(t("closures.said", { cancelled, shortened, video }));
      },
      onError: (error) => setErrors(refusal(error, closureFields)),
    });
  };

  return (
    <EditorForm
      summary={t("closures.summary")}
      errors={errors}
      draft={draft}
      pending={pending}
      save={t(foreseen ? `closures.apply.${form.kind}` : "closures.preview")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NativeSelect
        id={fieldId("kind")}
        data-autofocus
        label={t("closures.what")}
        description={t(`closures.kindHint.${form.kind}`)}
        value={form.kind}
        error={errorOf(errors, "kind")}
        onChange={({ target }) => set({ kind: kinds.find((one) => one === target.value) ?? "closed" })}
      >
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`closures.kind.${kind}`)}
          </option>
        ))}
      </NativeSelect>
      <NativeSelect
        id={fieldId("location_id")}
        label={t("closures.where")}
        value={form.location_id}
        error={errorOf(errors, "location_id")}
        onChange={({ target }) => set({ location_id: target.value })}
      >
        <option value="">{t("closures.everywhere")}</option>
        {locations
          .filter((one) => one.active)
          .map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
      </NativeSelect>
      <End form={form} errors={errors} which="from" onChange={set} />
      <End form={form} errors={errors} which="to" onChange={set} />
      <p className={classes.hint}>{t("closures.zone", { zone })}</p>
      <TextInput
        id={fieldId("public_title")}
        label={t("closures.publicTitle")}
        description={t("closures.publicHint")}
        value={form.public_title}
        maxLength={200}
        error={errorOf(errors, "public_title")}
        onChange={({ target }) => set({ public_title: target.value })}
      />
      {foreseen && (
        <ClosurePreviewed
          closure={closureBody(form, zone)}
          preview={foreseen}
          moves={form.moves}
          errors={errors}
          onMoves={(moves) => set({ moves })}
        />
      )}
    </EditorForm>
  );
}

type EndProps = {
  form: ClosureForm;
  errors: FieldError[];
  which: "from" | "to";
  onChange: (part: Partial<ClosureForm>) => void;
};

/** The day and the time at which it begins or ends. */
function End({ form, errors, which, onChange }: EndProps) {
  const { t } = useTranslation();
  const time = `${which}_time` as const;
  return (
    <FieldPair>
      <TextInput
        id={fieldId(which)}
        type="date"
        label={t(`closures.${which}`)}
        value={form[which]}
        min="2000-01-01"
        max="2100-01-01"
        error={errorOf(errors, which)}
        onChange={({ target }) =>
          // Most often it is one day.
          onChange({
            [which]: target.value,
            ...(which === "from" && form.to === form.from ? { to: target.value } : {}),
          })
        }
      />
      <TextInput
        id={fieldId(time)}
        type="time"
        label={t(`closures.${which}Time`)}
        value={form[time]}
        error={errorOf(errors, time)}
        onChange={({ target }) => onChange({ [time]: target.value })}
      />
    </FieldPair>
  );
}

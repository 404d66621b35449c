import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { instrumentsQuery } from "@/api/catalogue";
import { instrumentQuery } from "@/api/measured";
import type { AdministrationCreate, Episode } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import type { Language } from "@/lib/preferred-language";
import { useDraft } from "@/lib/use-draft";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { useFormErrors } from "@/ui/use-form-errors";

import { giveFields } from "./fields";
import { useMeasureProblem } from "./problems";
import { useStart } from "./queries";

type Props = { participantId: string; episode: Episode; instrument?: string | undefined; onClose: () => void };

/** Chooses a measure and how it is given; one that takes a score takes it here. */
export function GiveDialog(props: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("measures.giving.title")} opened onClose={props.onClose}>
      <Giving {...props} />
    </FormDialog>
  );
}

function Giving({ participantId, episode, instrument = "", onClose }: Props) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const navigate = useNavigate();
  const problem = useMeasureProblem();
  const instruments = useQuery(instrumentsQuery);
  const usable = (instruments.data ?? []).filter((one) => one.usable);
  const start = useStart(participantId);
  const mistakes = useFormErrors("give");
  const { form, set, draft, sent } = useDraft({
    // One that was chosen before the dialog opened is not exchanged for another that was begun.
    form: `measure-give-${instrument}`.replace(/[^a-z0-9]+/g, "-").slice(0, 40),
    subject: episode.id,
    begin: () => ({
      which: instrument,
      mode: "read_out" as "read_out" | "self",
      language,
      total: "",
      day: "",
    }),
  });
  const chosen = usable.find((one) => one.key === form.which);
  const scoreOnly = chosen?.licence === "score_only";
  const definition = useQuery({ ...instrumentQuery(form.which), enabled: scoreOnly });
  const spoken = chosen?.languages ?? [];
  // What may be read from one's own form can be given in any language; only words that are here bind it.
  const anyLanguage = chosen?.licence === "opt_in" || spoken.length === 0;
  const said = spoken.includes(form.language) || anyLanguage ? form.language : (spoken[0] as Language);

  const mistakesIn = () => {
    if (!chosen) return [{ field: "which", text: t("measures.giving.noWhich") }];
    if (!scoreOnly) return [];
    const { lowest, highest } = definition.data ?? {};
    const total = Number(form.total);
    const wrong = form.total.trim() === "" || Number.isNaN(total) || total < (lowest ?? 0) || total > (highest ?? 0);
    return [
      ...(wrong ? [{ field: "total", text: t("measures.giving.noTotal", { lowest, highest }) }] : []),
      ...(form.day ? [] : [{ field: "day", text: t("measures.giving.noDay") }]),
    ];
  };

  const submit = () => {
    if (mistakes.show(mistakesIn()) || !chosen) return;
    const body: AdministrationCreate = scoreOnly
      ? {
          episode_id: episode.id,
          instrument_key: chosen.key,
          mode: "score_only",
          total: Number(form.total),
          taken_on: form.day,
        }
      : {
          episode_id: episode.id,
          instrument_key: chosen.key,
          mode: form.mode,
          language: said,
          ...(form.day ? { taken_on: form.day } : {}),
        };
    start.mutate(body, {
      onSuccess: (given) => {
        sent();
        if (scoreOnly) {
          announce(t("measures.giving.entered"));
          onClose();
        } else {
          void navigate({ to: "/measures/$administrationId", params: { administrationId: given.id } });
        }
      },
      onError: (error) => mistakes.refuse(error, problem(error), giveFields),
    });
  };

  return (
    <DialogForm
      summary={t("measures.giving.summary")}
      errors={mistakes.errors}
      draft={draft}
      submit={t(scoreOnly ? "measures.giving.enter" : "measures.giving.submit")}
      pending={start.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NativeSelect
        id={mistakes.fieldId("which")}
        data-autofocus
        label={t("measures.giving.which")}
        value={form.which}
        error={mistakes.errorOf("which")}
        description={chosen?.about[language]}
        onChange={(event) => set({ which: event.target.value })}
      >
        <option value="">{t("measures.giving.choose")}</option>
        {usable.map((one) => (
          <option key={one.key} value={one.key}>
            {`${one.name} · ${one.title[language] ?? one.title.en}`}
          </option>
        ))}
      </NativeSelect>
      {scoreOnly ? (
        <TextInput
          id={mistakes.fieldId("total")}
          label={t("measures.giving.total")}
          inputMode="decimal"
          value={form.total}
          error={mistakes.errorOf("total")}
          onChange={(event) => set({ total: event.target.value })}
        />
      ) : (
        <>
          <NativeSelect
            label={t("measures.giving.how")}
            value={form.mode}
            onChange={(event) => set({ mode: event.target.value as "read_out" | "self" })}
          >
            <option value="read_out">{t("measures.giving.mode.read_out")}</option>
            <option value="self">{t("measures.giving.mode.self")}</option>
          </NativeSelect>
          <NativeSelect
            id={mistakes.fieldId("language")}
            label={t("measures.giving.language")}
            value={said}
            error={mistakes.errorOf("language")}
            onChange={(event) => set({ language: event.target.value as Language })}
          >
            {(["en", "es"] as const).map((one) => (
              <option key={one} value={one} disabled={!anyLanguage && !spoken.includes(one)}>
                {t(`measures.giving.languages.${one}`)}
              </option>
            ))}
          </NativeSelect>
        </>
      )}
      <TextInput
        id={mistakes.fieldId("day")}
        type="date"
        label={t(scoreOnly ? "measures.giving.day" : "measures.giving.paperDay")}
        value={form.day}
        error={mistakes.errorOf("day")}
        onChange={(event) => set({ day: event.target.value })}
      />
    </DialogForm>
  );
}

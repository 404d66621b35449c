import { Button, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { SafetyPlan } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import type { Language } from "@/lib/preferred-language";
import { formatMoment } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { Check, EditorForm } from "@/ui/editor-form";
import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";
import { useFormErrors } from "@/ui/use-form-errors";

import { planFields } from "./fields";
import { PlanSteps, steps } from "./plan-steps";
import { PlanVersions } from "./plan-versions";
import { useMeasureProblem } from "./problems";
import { planQuery, useWritePlan } from "./queries";

type Props = {
  participantId: string;
  mayWrite: boolean;
  /** The alert about which it is written: it opens by itself, and the version names it. */
  about: string | undefined;
  onClosed: () => void;
};

/** The plan that holds, whole and unfolded: nobody looks for a step in a crisis. */
export function SafetyPlanPanel({ participantId, mayWrite, about, onClosed }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const plan = useQuery(planQuery(participantId));
  const [writing, setWriting] = useState(false);
  if (plan.isPending) return <LoadingRows rows={3} />;
  if (plan.isError && plan.data === undefined) {
    return <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />;
  }
  const found = plan.data;
  const close = () => {
    setWriting(false);
    if (about) onClosed();
  };
  const open = writing || (mayWrite && about !== undefined);
  return (
    <Panel
      title={t("measures.plan.title")}
      {...(found && {
        hint: t("measures.plan.version", {
          number: found.number,
          when: formatMoment(new Date(found.written_at), locale),
          by: found.written_by_name,
        }),
      })}
      actions={
        <>
          {found && (
            <Button renderRoot={(props) => <Link to="." search={{ tab: "plan" }} {...props} />}>
              {t("measures.plan.print")}
            </Button>
          )}
          {mayWrite && (
            <Button onClick={() => setWriting(true)}>
              {t(found ? "measures.plan.change" : "measures.plan.write")}
            </Button>
          )}
        </>
      }
    >
      {found ? <PlanSteps plan={found} /> : <PanelNote>{t("measures.plan.none")}</PanelNote>}
      {found && found.number > 1 && <PlanVersions participantId={participantId} newest={found.number} />}
      <FormDrawer title={t("measures.plan.title")} opened={open} onClose={close}>
        {open && <Writing participantId={participantId} plan={found ?? null} about={about} onDone={close} />}
      </FormDrawer>
    </Panel>
  );
}

type WritingProps = {
  participantId: string;
  plan: SafetyPlan | null;
  about: string | undefined;
  onDone: () => void;
};

/** The whole plan, kept at the server while it is typed; saving makes the next version. */
function Writing({ participantId, plan, about, onDone }: WritingProps) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const problem = useMeasureProblem();
  const write = useWritePlan(participantId);
  const mistakes = useFormErrors("plan");
  const { form, set, draft, sent } = useDraft({
    form: "safety-plan",
    subject: participantId,
    begin: () => ({
      warning_signs: plan?.warning_signs ?? "",
      own_ways: plan?.own_ways ?? "",
      places_and_people: plan?.places_and_people ?? "",
      people_to_ask: plan?.people_to_ask ?? "",
      professionals: plan?.professionals ?? "",
      safer_place: plan?.safer_place ?? "",
      made_together: plan?.made_together ?? true,
    }),
  });
  const submit = () => {
    const empty = steps.every((step) => form[step].trim() === "");
    if (mistakes.show(empty ? [{ field: "warning_signs", text: t("measures.plan.empty") }] : [])) return;
    const said = Object.fromEntries(steps.map((step) => [step, form[step].trim() || null]));
    write.mutate(
      {
        ...said,
        replaces: plan?.number ?? 0,
        ...(about ? { alert_id: about } : {}),
        language: (plan?.language ?? language) as Language,
        made_together: form.made_together,
      },
      {
        onSuccess: () => {
          sent();
          announce(t("measures.plan.saved"));
          onDone();
        },
        onError: (error) => mistakes.refuse(error, problem(error), planFields),
      },
    );
  };
  return (
    <EditorForm
      summary={t("measures.plan.summary")}
      errors={mistakes.errors}
      draft={draft}
      pending={write.isPending}
      save={t("measures.plan.submit")}
      onSubmit={submit}
      onCancel={onDone}
    >
      {steps.map((step, index) => (
        <Textarea
          key={step}
          id={mistakes.fieldId(step)}
          label={t("measures.plan.stepNumbered", { number: index + 1, step: t(`measures.plan.step.${step}`) })}
          rows={3}
          maxLength={2000}
          value={form[step]}
          error={mistakes.errorOf(step)}
          onChange={(event) => set({ [step]: event.target.value })}
        />
      ))}
      <Check
        label={t("measures.plan.togetherLabel")}
        checked={form.made_together}
        onChange={(made_together) => set({ made_together })}
      />
    </EditorForm>
  );
}

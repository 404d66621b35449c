import { useTranslation } from "react-i18next";

import type { SafetyPlan } from "@/api/types";

import classes from "./measures.module.css";

export const steps = [
  "warning_signs",
  "own_ways",
  "places_and_people",
  "people_to_ask",
  "professionals",
  "safer_place",
] as const;

/** The steps of a safety plan that say something, in their order and in the words they were written in. */
export function PlanSteps({ plan }: { plan: SafetyPlan }) {
  const { t } = useTranslation();
  return (
    <dl className={classes.steps}>
      {steps.map(
        (step, index) =>
          plan[step] && (
            <div key={step}>
              <dt>{t("measures.plan.stepNumbered", { number: index + 1, step: t(`measures.plan.step.${step}`) })}</dt>
              <dd lang={plan.language}>{plan[step]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

import { Button, NativeSelect } from "@mantine/core";
import { IconPin } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { sessionPlansQuery } from "@/api/catalogue";
import { useTherapyWords } from "@/api/therapy-words";
import type { SessionPlan } from "@/api/types";
import { announce } from "@/lib/announce";
import { addTexts } from "@/lib/i18n";
import { Chip } from "@/ui/chip";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { ErrorState } from "@/ui/page";
import { useFormErrors } from "@/ui/use-form-errors";

import { pinFields } from "./fields";
import { useRunProblem } from "./problems";
import { runsQuery, usePinTopic } from "./queries";
import classes from "./session-topic.module.css";
import { en, es } from "./session-topic-texts";

addTexts("topic", { en, es });

type Props = {
  sessionId: string;
  /** Another topic may be given to it: it takes place, is not locked, and one may lead. */
  changeable: boolean;
  /** A dialog above what it stands in has Escape and focus to itself. */
  onBusy: (busy: boolean) => void;
};

/** What the curricula of its cohorts plan for a session; nothing where there are none. */
export function SessionTopic({ sessionId, changeable, onBusy }: Props) {
  const { t } = useTranslation();
  const plans = useQuery({ ...sessionPlansQuery(sessionId), select: useTherapyWords() });
  const [changing, setChanging] = useState<SessionPlan | null>(null);
  const open = (plan: SessionPlan | null) => {
    setChanging(plan);
    onBusy(plan !== null);
  };
  if (plans.isError && !plans.data) {
    return <ErrorState error={plans.error} onRetry={() => void plans.refetch()} />;
  }
  if (!plans.data || plans.data.length === 0) return null;
  return (
    <section className={classes.part} aria-labelledby="session-topic">
      <h3 id="session-topic">{t("topic.title")}</h3>
      <ul className={classes.plans}>
        {plans.data.map((plan) => (
          <li key={plan.run_id}>
            <div>
              <strong>{plan.topic.name}</strong>
              <div className="meta num">
                {t("topic.place", { curriculum: plan.curriculum_name, number: plan.number, of: plan.of })}
              </div>
              <div className="meta">{t("topic.next", { topic: plan.next_topic })}</div>
              {plan.pinned && <Chip icon={<IconPin size={14} stroke={1.75} aria-hidden />}>{t("topic.pinned")}</Chip>}
            </div>
            {changeable && (
              <Button
                variant="subtle"
                aria-label={t("topic.changeNamed", { curriculum: plan.curriculum_name })}
                onClick={() => open(plan)}
              >
                {t("topic.change")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <FormDialog title={t("topic.changeTitle")} opened={changing !== null} onClose={() => open(null)}>
        {changing && <Choosing sessionId={sessionId} plan={changing} onClose={() => open(null)} />}
      </FormDialog>
    </section>
  );
}

type ChoosingProps = { sessionId: string; plan: SessionPlan; onClose: () => void };

/** Repeats a topic, leaves one out or takes one early: what follows goes on from it. */
function Choosing({ sessionId, plan, onClose }: ChoosingProps) {
  const { t } = useTranslation();
  const problem = useRunProblem();
  const pin = usePinTopic(sessionId);
  const words = useTherapyWords();
  const runs = useQuery({ ...runsQuery(plan.cohort_id), select: words });
  const topics = runs.data?.find((run) => run.id === plan.run_id)?.topics ?? [];
  const [topic, setTopic] = useState(plan.topic.key);
  const form = useFormErrors("topic");
  const submit = () => {
    if (topic === plan.topic.key) return onClose();
    pin.mutate(
      { run_id: plan.run_id, topic },
      {
        onSuccess: (planned) => {
          announce(t("topic.changed", { topic: words(planned.topic.name) }));
          onClose();
        },
        onError: (error) => form.refuse(error, problem(error), pinFields),
      },
    );
  };
  return (
    <DialogForm
      summary={t("topic.summary")}
      errors={form.errors}
      submit={t("topic.save")}
      pending={pin.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NativeSelect
        id={form.fieldId("topic")}
        data-autofocus
        label={t("topic.label")}
        description={t("topic.hint")}
        value={topic}
        error={form.errorOf("topic")}
        onChange={(event) => setTopic(event.target.value)}
      >
        {topics.length === 0 && <option value={plan.topic.key}>{plan.topic.name}</option>}
        {topics.map((one, index) => (
          <option key={one.key} value={one.key}>
            {t("topic.numbered", { number: index + 1, topic: one.name })}
          </option>
        ))}
      </NativeSelect>
    </DialogForm>
  );
}

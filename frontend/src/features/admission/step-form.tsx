import type { Episode } from "@/api/types";
import type { LocalDate } from "@/lib/time";

import { AdmissionForm } from "./admission-form";
import { ReferralForm } from "./referral-form";
import { ScreeningForm } from "./screening-form";

export type Step = "start" | "screen" | "admit";

export type Props = {
  step: Step;
  participantId: string;
  /** The episode that goes on; a new one has none yet. */
  episode: Episode | undefined;
  today: LocalDate;
  onClose: () => void;
  onDone: () => void;
};

/** The form of one step. All of them come at once: somebody who starts an episode admits to it next. */
export default function StepForm({ step, participantId, episode, ...rest }: Props) {
  if (step === "start") return <ReferralForm participantId={participantId} {...rest} />;
  if (!episode) return null;
  return step === "screen" ? (
    <ScreeningForm episode={episode} {...rest} />
  ) : (
    <AdmissionForm episode={episode} {...rest} />
  );
}

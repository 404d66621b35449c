import { FormDrawer } from "@/ui/form-drawer";
import { useOpened } from "@/ui/use-opened";

import StepForm, { type Props as FormProps, type Step } from "./step-form";

export type Props = Omit<FormProps, "step"> & {
  title: string;
  /** What is being done, or nothing while it is closed. */
  step: Step | null;
};

/** The form of a step beside the chart. */
export function StepDrawer({ title, step, ...rest }: Props) {
  return (
    <FormDrawer title={title} opened={useOpened(step !== null)} onClose={rest.onClose}>
      {step && <StepForm step={step} {...rest} />}
    </FormDrawer>
  );
}

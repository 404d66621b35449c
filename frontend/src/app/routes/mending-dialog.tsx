import { lazy, Suspense } from "react";

import type { MakeUpOwed } from "@/api/types";
import { focusMain } from "@/lib/focus-main";

const MakeUpsDialog = lazy(() => import("@/features/chart/make-ups-dialog"));

type Props = {
  /** Whose week is mended, if anybody's. */
  one: MakeUpOwed | null;
  /** Who can still make hours up: whose card is gone when the dialog closes has no button for focus to go back to. */
  left: readonly MakeUpOwed[];
  timeZone: string;
  onClose: () => void;
};

/** The groups that would mend a week, from the schedule: who sees the strip may book. */
export function MendingDialog({ one, left, timeZone, onClose }: Props) {
  if (!one) return null;
  const close = () => {
    onClose();
    if (!left.some(({ episode_id }) => episode_id === one.episode_id)) setTimeout(focusMain);
  };
  return (
    <Suspense>
      <MakeUpsDialog
        participantId={one.participant_id}
        episodeId={one.episode_id}
        week={one.starts_on}
        name={one.name}
        timeZone={timeZone}
        mayBook
        onClose={close}
      />
    </Suspense>
  );
}

import { addTexts } from "@/lib/i18n";
import type { LocalDate } from "@/lib/time";

import { ChainsPanel } from "./chains-panel";
import classes from "./diaries.module.css";
import { DiaryPanel } from "./diary-panel";
import { TargetsPanel } from "./targets-panel";
import { en, es } from "./texts";

addTexts("diaries", { en, es });

type Props = {
  participantId: string;
  permissions: readonly string[];
  today: LocalDate;
  /** The alert about which a chain analysis is to be written. */
  chainAbout: string | undefined;
  onChainClosed: () => void;
};

/** A person's days, what treatment works on first, and how single behaviors came about. */
export default function DiaryTab({ participantId, permissions, today, chainAbout, onChainClosed }: Props) {
  const mayWrite = permissions.includes("diary:write");
  return (
    <div className={classes.tab}>
      <DiaryPanel
        participantId={participantId}
        today={today}
        mayWrite={mayWrite}
        maySet={permissions.includes("diary:set")}
      />
      <TargetsPanel participantId={participantId} mayWrite={mayWrite} />
      <ChainsPanel
        participantId={participantId}
        today={today}
        mayWrite={mayWrite}
        about={chainAbout}
        onAboutClosed={onChainClosed}
      />
    </div>
  );
}

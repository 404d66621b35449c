import { useEffect, useState } from "react";

import type { Location } from "@/api/types";
import type { LocalDate } from "@/lib/time";

import { ClosureDrawer } from "./closure-drawer";
import type { Asking } from "./closures-strip";
import { RemoveDialog } from "./remove-dialog";

type Props = {
  asking: Asking;
  day: LocalDate;
  location: string | undefined;
  locations: readonly Location[];
  timeZone: string;
  onClose: () => void;
};

/** What is asked before a closure holds, or goes. */
export function ClosureDialogs({ asking: asked, onClose, ...rest }: Props) {
  // A dialog that is open as it is mounted does not know whom to give the focus back to: it may be pressed for before it
  // is loaded.
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  const asking = mounted ? asked : null;
  return (
    <>
      <ClosureDrawer opened={asking === "add"} onClose={onClose} onDone={onClose} {...rest} />
      <RemoveDialog closure={asking === "add" ? null : asking} onClose={onClose} />
    </>
  );
}

import { type RefObject, useEffect, useRef } from "react";

import { scrollToShow } from "@/lib/scroll-to-show";

/**
 * Keeps the session that is open beside the schedule in sight: also when the panel that opens takes the room it stood
 * in. It moves at once and never glides, so that nobody is asked about motion.
 */
export function useOpenedInSight<Box extends HTMLElement>(opened: string | undefined): RefObject<Box | null> {
  const box = useRef<Box>(null);
  useEffect(() => {
    const around = box.current;
    if (opened === undefined || !around) return;
    const show = () => {
      const block = around.querySelector('[aria-current="true"]');
      if (block) scrollToShow(around, block);
    };
    show();
    const size = new ResizeObserver(show);
    size.observe(around);
    return () => size.disconnect();
  }, [opened]);
  return box;
}

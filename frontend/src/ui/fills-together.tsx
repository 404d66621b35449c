import { type ReactNode, useLayoutEffect, useRef, useState } from "react";

import { LoadingRows } from "./page";

/** One slow part keeps the others back no longer than that. */
const AT_MOST_MILLISECONDS = 3_000;

/**
 * Parts of a page that each ask for what they show, and appear together the first time: one after another they would push
 * what is below them about.
 */
export function FillsTogether({ className, children }: { className: string | undefined; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const [filled, setFilled] = useState(false);
  useLayoutEffect(() => {
    const around = box.current;
    if (filled || !around) return;
    const look = () => {
      if (around.querySelector("[aria-busy=true]") === null) setFilled(true);
    };
    look();
    const observer = new MutationObserver(look);
    observer.observe(around, { childList: true, subtree: true });
    const timer = setTimeout(() => setFilled(true), AT_MOST_MILLISECONDS);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
    };
  }, [filled]);
  return (
    <>
      {!filled && <LoadingRows rows={8} height={48} />}
      <div ref={box} className={className} hidden={!filled}>
        {children}
      </div>
    </>
  );
}

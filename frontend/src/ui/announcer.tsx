import { announcement } from "@/lib/announce";
import { useStore } from "@/lib/store";

/** The one live region. A changing trailing space makes the same words count as new. */
export function Announcer() {
  const { text, count } = useStore(announcement);
  return (
    <div className="unseen" aria-live="polite" aria-atomic="true" data-testid="announcer">
      {text}
      {count % 2 ? "\u00a0" : ""}
    </div>
  );
}

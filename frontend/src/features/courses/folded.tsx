import { type ReactNode, useState } from "react";

/** What is in the page only once somebody asks for it: words that nobody else in the room should come upon. */
export function Folded({ summary, children }: { summary: string; children: () => ReactNode }) {
  const [shown, setShown] = useState(false);
  return (
    <details open={shown} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {shown && children()}
    </details>
  );
}

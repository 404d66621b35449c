import { useEffect, useState } from "react";

/**
 * Of a part that may come after it was asked to open: closed at first, so that it opens as any other, and gives the
 * focus back to where it was.
 */
export function useOpened(opened: boolean): boolean {
  const [stands, setStands] = useState(false);
  useEffect(() => setStands(true), []);
  return opened && stands;
}

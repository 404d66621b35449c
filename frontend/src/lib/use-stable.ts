import { useInsertionEffect, useRef } from "react";

/** The same function at every render, doing what the newest one does: for rows that are drawn anew only when they change. */
export function useStable<Given extends unknown[], Result>(run: (...given: Given) => Result) {
  const newest = useRef(run);
  useInsertionEffect(() => {
    newest.current = run;
  });
  return useRef((...given: Given): Result => newest.current(...given)).current;
}

import { useEffect, useMemo, useRef, useState } from "react";

import type { DraftContent } from "@/api/drafts";

import { DraftKeeper, type DraftState } from "./draft-keeper";

/** Stands for the subject of a form that begins something new. */
export const NEW = "00000000-0000-0000-0000-000000000000";

/** What a form says about its draft. */
export type Draft = {
  state: DraftState;
  /** When what stands in the form again was typed, where something was found. */
  restoredFrom: Date | null;
  /** Throws it away and begins as if the form were opened for the first time. */
  startOver: () => void;
};

type Options<Form> = {
  /** Which form: lower case, digits and hyphens. */
  form: string;
  subject?: string | undefined;
  begin: () => Form;
};

/** The fields of `form` that are not as in `first`. */
export function differing<Form extends object>(first: Form, form: Partial<Form>): Partial<Form> {
  const kept = Object.entries(form).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(first[field as keyof Form]),
  );
  return Object.fromEntries(kept) as Partial<Form>;
}

/** What fits the form of today: one that was kept before a release may hold other fields. */
export function fitting<Form extends object>(first: Form, content: DraftContent): Partial<Form> {
  const fits = Object.entries(content).filter(([field, value]) => {
    if (!(field in first)) return false;
    const begun: unknown = first[field as keyof Form];
    if (begun === null || value === null) return true;
    return typeof begun === typeof value && Array.isArray(begun) === Array.isArray(value);
  });
  return Object.fromEntries(fits) as Partial<Form>;
}

/**
 * The state of a form that is kept at the server while it is typed, so that nothing is lost when the page is closed, the
 * session ends or the machine stops. Only what differs from the beginning is kept: a record that somebody else changed
 * meanwhile keeps their changes in the other fields. Nothing is written to the browser.
 */
export function useDraft<Form extends object>({ form: name, subject = NEW, begin }: Options<Form>) {
  const [first, setFirst] = useState(begin);
  const [typed, setTyped] = useState<Partial<Form>>({});
  const [state, setState] = useState<DraftState>({ is: "untouched" });
  const [restoredFrom, setRestoredFrom] = useState<Date | null>(null);
  const [round, setRound] = useState(0);
  const keeper = useRef<DraftKeeper | null>(null);
  const form = useMemo(() => ({ ...first, ...typed }), [first, typed]);
  const begun = useRef(first);
  begun.current = first;

  useEffect(() => {
    // Each round has a keeper of its own.
    const mine = new DraftKeeper({ form: name, subject }, setState);
    keeper.current = mine;
    let gone = false;
    void mine.read().then((found) => {
      const content = found && fitting(begun.current, found.content);
      if (gone || !found || !content || Object.keys(content).length === 0) return;
      setRestoredFrom(found.at);
      // What was typed while it was looked for stands above what is found.
      setTyped((now) => differing(begun.current, { ...content, ...now }));
    });
    const leave = () => {
      if (document.visibilityState === "hidden") mine.flush(true);
    };
    const hide = () => mine.flush(true);
    document.addEventListener("visibilitychange", leave);
    window.addEventListener("pagehide", hide);
    return () => {
      gone = true;
      document.removeEventListener("visibilitychange", leave);
      window.removeEventListener("pagehide", hide);
      mine.flush();
    };
  }, [name, subject, round]);

  const touched = useRef(false);
  useEffect(() => {
    if (touched.current || Object.keys(typed).length > 0) {
      touched.current = true;
      keeper.current?.note(typed as DraftContent);
    }
  }, [typed]);

  const restart = (next: Form) => {
    const done = keeper.current?.discard() ?? Promise.resolve();
    touched.current = false;
    setFirst(next);
    setTyped({});
    setState({ is: "untouched" });
    setRestoredFrom(null);
    void done.then(() => setRound((one) => one + 1));
  };
  const draft: Draft = { state, restoredFrom, startOver: () => restart(first) };
  return {
    form,
    /** What the form began with. */
    first,
    set: (change: Partial<Form>) => setTyped((now) => differing(first, { ...now, ...change })),
    draft,
    /** Begins anew from something else, such as what somebody else saved. */
    restart,
    /** To be called once the form was sent. */
    sent: () => {
      setState({ is: "untouched" });
      void keeper.current?.discard();
    },
  };
}

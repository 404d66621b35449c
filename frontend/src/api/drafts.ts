import { api, call } from "./client";
import { hasStatus } from "./problem";

/** Which form, and of whom or what it is. */
export type DraftPlace = { form: string; subject: string };

/** The fields that were changed, by their names in the form. */
export type DraftContent = Record<string, unknown>;

const pathOf = ({ form, subject }: DraftPlace) => ({ form, subject_id: subject });

/** What this person typed into the form and did not send, or null. */
export async function readDraft(place: DraftPlace): Promise<{ content: DraftContent; saved_at: string } | null> {
  try {
    return await call(() => api.GET("/api/v1/drafts/{form}/{subject_id}", { params: { path: pathOf(place) } }));
  } catch (error) {
    if (hasStatus(error, 404)) return null;
    throw error;
  }
}

/** Keeps it. A call that is sent while the page is left outlives the page and cannot ask for a sign-in. */
export function saveDraft(place: DraftPlace, content: DraftContent, leaving = false): Promise<{ saved_at: string }> {
  return call(
    () =>
      api.PUT("/api/v1/drafts/{form}/{subject_id}", {
        params: { path: pathOf(place) },
        body: { content },
        keepalive: leaving,
      }),
    { renew: !leaving },
  );
}

export async function discardDraft(place: DraftPlace): Promise<void> {
  try {
    await call(() => api.DELETE("/api/v1/drafts/{form}/{subject_id}", { params: { path: pathOf(place) } }));
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
  }
}

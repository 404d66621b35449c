import { HttpResponse, http } from "msw";

import type { DraftContent } from "@/api/drafts";

import { API, problem } from "./handlers";

/** What the server keeps of forms, by form and subject. */
export const drafts = new Map<string, { content: DraftContent; saved_at: string }>();

const at = `${API}/api/v1/drafts/:form/:subject`;
const keyOf = (params: Record<string, unknown>) => `${params.form} ${params.subject}`;

export const draftHandlers = [
  http.get(at, ({ params }) => {
    const draft = drafts.get(keyOf(params));
    return draft ? HttpResponse.json(draft) : problem(404, "draft-not-found");
  }),
  http.put(at, async ({ params, request }) => {
    const { content } = (await request.json()) as { content: DraftContent };
    const draft = { content, saved_at: new Date().toISOString() };
    drafts.set(keyOf(params), draft);
    return HttpResponse.json(draft);
  }),
  http.delete(at, ({ params }) => {
    const known = drafts.delete(keyOf(params));
    return known ? new HttpResponse(null, { status: 204 }) : problem(404, "draft-not-found");
  }),
];

import type { SessionCard } from "@/api/types";
import { kindColour } from "@/ui/kind";

/** What the act is called: a group is closed, and so is a session with one person or a family. */
export function closingText(session: SessionCard): "closing.open" | "closing.openAlone" {
  return kindColour(session.service_kind) === "group" ? "closing.open" : "closing.openAlone";
}

import { getRouteApi } from "@tanstack/react-router";
import { en, es } from "@/features/therapies/texts";
import { TherapiesPage } from "@/features/therapies/therapies-page";
import { addTexts } from "@/lib/i18n";

addTexts("therapies", { en, es });

const route = getRouteApi("/inside/therapies");

export function TherapiesRoute() {
  const { session } = route.useRouteContext();
  return <TherapiesPage mayWrite={session.permissions.includes("modality:write")} />;
}

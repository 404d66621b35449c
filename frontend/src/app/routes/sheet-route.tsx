import { getRouteApi } from "@tanstack/react-router";

import { SheetPage } from "@/features/sessions/sheet-page";
import { en, es } from "@/features/sessions/texts";
import { addTexts } from "@/lib/i18n";

addTexts("sessions", { en, es });

const route = getRouteApi("/inside/sessions/$sessionId/sheet");

export function SheetRoute() {
  const { sessionId } = route.useParams();
  const { form } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <SheetPage
      id={sessionId}
      form={form ?? "sheet"}
      onForm={(next) => void navigate({ search: next === "slips" ? { form: next } : {}, replace: true })}
    />
  );
}

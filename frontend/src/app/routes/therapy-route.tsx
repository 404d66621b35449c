import { getRouteApi } from "@tanstack/react-router";

import { en, es } from "@/features/therapies/texts";
import { NewTherapyPage, TherapyPage } from "@/features/therapies/therapy-page";
import { addTexts } from "@/lib/i18n";

addTexts("therapies", { en, es });

const route = getRouteApi("/inside/therapies/$modalityId");

export function TherapyRoute() {
  const { modalityId } = route.useParams();
  const { edit } = route.useSearch();
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  if (modalityId === "new") return <NewTherapyPage />;
  return (
    <TherapyPage
      id={modalityId}
      editing={edit === true}
      mayWrite={session.permissions.includes("modality:write")}
      onEdit={(editing) => void navigate({ search: editing ? { edit: true } : {} })}
    />
  );
}

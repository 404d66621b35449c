import { getRouteApi } from "@tanstack/react-router";

import { CurriculaPanel } from "@/features/curricula/curricula-panel";
import { en as curriculaEn, es as curriculaEs } from "@/features/curricula/texts";
import { ProgramPage } from "@/features/programs/program-page";
import { en, es } from "@/features/programs/texts";
import { addTexts } from "@/lib/i18n";
import { wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";

addTexts("programs", { en, es });
addTexts("curricula", { en: curriculaEn, es: curriculaEs });

const route = getRouteApi("/inside/programs/$programId");

export function ProgramRoute() {
  const { programId } = route.useParams();
  const { edit } = route.useSearch();
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  const may = (permission: string) => session.permissions.includes(permission);
  return (
    <ProgramPage
      programId={programId}
      today={wallClock(useNow(), session.organization.time_zone).date}
      editing={edit === true}
      rights={{
        writes: may("program:write"),
        assigns: may("program_staff:write"),
        readsPolicy: may("attendance_policy:read"),
        setsPolicy: may("attendance_policy:write"),
        seesOutcomes: may("outcome:read"),
        readsSchedule: may("instrument:read"),
        setsSchedule: may("measure_schedule:write"),
        switchesInstruments: may("instrument:manage"),
      }}
      curricula={may("curriculum:read") && <CurriculaPanel programId={programId} mayWrite={may("curriculum:write")} />}
      onEdit={(editing) => void navigate({ search: editing ? { edit: true } : {} })}
    />
  );
}

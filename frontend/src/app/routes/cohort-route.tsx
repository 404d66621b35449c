import { getRouteApi } from "@tanstack/react-router";

import { CohortPage } from "@/features/cohorts/cohort-page";
import { rightsOf } from "@/features/cohorts/rights";
import { en, es } from "@/features/cohorts/texts";
import { CurriculumPanel } from "@/features/curricula/curriculum-panel";
import * as runs from "@/features/curricula/run-texts";
import { en as curriculaEn, es as curriculaEs } from "@/features/curricula/texts";
import { addTexts } from "@/lib/i18n";
import { wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";

addTexts("runs", runs);
addTexts("cohorts", { en, es });
addTexts("curricula", { en: curriculaEn, es: curriculaEs });

const route = getRouteApi("/inside/cohorts/$cohortId");

export function CohortRoute() {
  const { cohortId } = route.useParams();
  const { on, members } = route.useSearch();
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  const today = wallClock(useNow(), session.organization.time_zone).date;
  return (
    <CohortPage
      cohortId={cohortId}
      today={today}
      on={on ?? today}
      everyDay={members === "all"}
      rights={rightsOf(session.permissions)}
      onDay={(day) =>
        void navigate({
          search: ({ on: _, members: __, ...rest }) => (day === today ? rest : { ...rest, on: day }),
          replace: true,
        })
      }
      onEveryDay={(every) =>
        void navigate({
          search: ({ members: _, ...rest }) => (every ? { ...rest, members: "all" as const } : rest),
          replace: true,
        })
      }
      curriculum={(programId) =>
        session.permissions.includes("curriculum:read") && (
          <CurriculumPanel
            cohortId={cohortId}
            programId={programId}
            today={today}
            mayFollow={session.permissions.includes("curriculum:follow")}
            mayPlan={session.permissions.includes("curriculum:write")}
          />
        )
      }
    />
  );
}

import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useRouter, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useDeferredValue, useEffect } from "react";
import { useTranslation } from "react-i18next";

import { cohortNamesQuery, programsQuery } from "@/api/clinic";
import { hasStatus } from "@/api/problem";
import type { Episode, Participant } from "@/api/types";
import type { ChartTab } from "@/app/addresses";
import { NextSteps } from "@/features/admission/next-steps";
import { ChartHead, EpisodeSwitch } from "@/features/chart/chart-head";
import { chosenEpisode, inOrder, isRunning } from "@/features/chart/chosen";
import { EpisodeFigures } from "@/features/chart/episode-figures";
import { HoursGlance } from "@/features/chart/hours-glance";
import { LastPanel } from "@/features/chart/last-panel";
import { OverviewTab } from "@/features/chart/overview-tab";
import { clinicianQuery, episodesQuery, membershipsQuery, participantQuery } from "@/features/chart/queries";
import { cohortOn } from "@/features/chart/rules";
import { en as chartEn, es as chartEs } from "@/features/chart/texts";
import { useFirstFacts } from "@/features/chart/use-first-facts";
import { CoursesGlance } from "@/features/courses/courses-glance";
import { en as coursesEn, es as coursesEs } from "@/features/courses/texts";
import { MeasuresGlance } from "@/features/measures/measures-glance";
import { en as participantsEn, es as participantsEs } from "@/features/participants/texts";
import { OpenNotice, RestrictedRecord } from "@/features/restricted/restricted-states";
import { en as restrictedEn, es as restrictedEs } from "@/features/restricted/texts";
import { DuePanel } from "@/features/tasks/due-panel";
import { en as tasksEn, es as tasksEs } from "@/features/tasks/texts";
import { addTexts } from "@/lib/i18n";
import { nameOf, namesOf } from "@/lib/names";
import { wallClock } from "@/lib/time";
import { useNarrow } from "@/lib/use-narrow";
import { useNow } from "@/lib/use-now";
import { ErrorState, LoadingRows, PageHead } from "@/ui/page";

import classes from "./chart-route.module.css";

addTexts("chart", { en: chartEn, es: chartEs });
addTexts("courses", { en: coursesEn, es: coursesEs });
addTexts("participants", { en: participantsEn, es: participantsEs });
addTexts("tasks", { en: tasksEn, es: tasksEs });
addTexts("restricted", { en: restrictedEn, es: restrictedEs });

const loadHandOffs = () => import("@/features/handoffs/person-panel");
const HandOffs = lazy(loadHandOffs);
const AlertBand = lazy(() => import("@/features/alerts/alert-band"));
const AlertMark = lazy(() => import("@/features/alerts/alert-mark"));
const PersonAlerts = lazy(() => import("@/features/alerts/person-alerts"));
/** A chart opens with one of its tabs. The files of another are fetched when somebody makes for it. */
const tabFiles = {
  hours: () => import("@/features/chart/hours-tab"),
  therapies: () => import("./chart-therapies"),
  diary: () => import("@/features/diaries/diary-tab"),
  measures: () => import("@/features/measures/measures-tab"),
  contacts: () => import("./chart-contacts"),
  record: () => import("./chart-record"),
};
const HoursTab = lazy(tabFiles.hours);
const TherapiesTab = lazy(tabFiles.therapies);
const DiaryTab = lazy(tabFiles.diary);
const MeasuresTab = lazy(tabFiles.measures);
const ContactsTab = lazy(tabFiles.contacts);
const RecordTab = lazy(tabFiles.record);
const MergedBanner = lazy(() => import("./chart-merged"));

const PlanSheet = lazy(() => import("@/features/measures/plan-sheet"));

const route = getRouteApi("/inside/participants/$participantId");

export function ChartRoute() {
  const { participantId } = route.useParams();
  const { tab } = route.useSearch();
  const { session } = route.useRouteContext();
  const { permissions } = session;
  const person = useQuery(participantQuery(participantId));
  const mayReadEpisodes = permissions.includes("episode:read");
  const episodes = useQuery({ ...episodesQuery(participantId), enabled: mayReadEpisodes && person.isSuccess });
  const mayReadHandOffs = permissions.includes("handoff:read");
  useEffect(() => {
    // Beside what the chart asks for, so that this panel stands when the chart does; what fails is fetched again.
    if (mayReadHandOffs) loadHandOffs().catch(() => {});
  }, [mayReadHandOffs]);

  if (person.isPending) return <LoadingRows rows={10} height={40} />;
  if (person.isError && !person.data) {
    if (hasStatus(person.error, 404)) {
      return <RestrictedRecord participantId={participantId} mayBreakGlass={permissions.includes("break_glass:use")} />;
    }
    return <Failed error={person.error} onRetry={() => void person.refetch()} />;
  }
  if (mayReadEpisodes && episodes.isPending) return <LoadingRows rows={10} height={40} />;
  if (episodes.isError && !episodes.data) {
    return <Failed error={episodes.error} onRetry={() => void episodes.refetch()} />;
  }
  if (tab === "plan") {
    // As it is printed: nothing else of the chart gets onto that paper.
    return (
      <Suspense fallback={<LoadingRows />}>
        <PlanSheet participantId={participantId} />
      </Suspense>
    );
  }
  return <Chart key={participantId} person={person.data} episodes={episodes.data ?? []} />;
}

/** In place of a chart: the head that every page has, and why there is nothing beneath it. */
function Failed(props: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t("nav.participants")} />
      <ErrorState {...props} />
    </>
  );
}

function fetchTab(tab: ChartTab): void {
  // What fails is fetched again when it is chosen.
  if (tab in tabFiles) tabFiles[tab as keyof typeof tabFiles]().catch(() => {});
}

/** The tabs in their order, and the right that each needs. */
const rights: readonly [Exclude<ChartTab, "plan">, string][] = [
  ["overview", "participant:read"],
  ["hours", "ledger:read"],
  ["therapies", "delivery:read"],
  ["diary", "diary:read"],
  ["measures", "measure:read"],
  ["contacts", "participant:read"],
  ["record", "participant:read"],
];

/** Who may read one of these sees on the first tab how the person is. */
const glances = ["measure:read", "course:read"];

function Chart({ person, episodes }: { person: Participant; episodes: Episode[] }) {
  const { t } = useTranslation();
  const address = route.useSearch();
  const navigate = route.useNavigate();
  const { session } = route.useRouteContext();
  const { permissions } = session;
  const now = useNow();
  const timeZone = session.organization.time_zone;
  const today = wallClock(now, timeZone).date;
  const programs = useQuery(programsQuery);
  const programName = (id: string) => programs.data?.find((one) => one.id === id)?.name ?? t("chart.aProgram");
  const episode = chosenEpisode(episodes, address.episode);
  const cohort = useCohort(person.id, episode, permissions.includes("membership:read"), today);
  const clinician = useQuery({
    ...clinicianQuery(episode?.primary_clinician_id ?? ""),
    enabled: episode?.primary_clinician_id != null,
  });
  const tabs = rights.filter(([, right]) => permissions.includes(right)).map(([one]) => one);
  const tab = tabs.find((one) => one === address.tab) ?? "overview";
  const roomy = !useNarrow(1360);
  const router = useRouter();
  const opened = useRouterState({ select: (state) => state.location.state.opened === true });
  const filled = useFirstFacts(person.id, episode, permissions);
  // Whose chart it is and how they stand is seen while what is below, which is most of the work, is still being drawn.
  const headStands = useDeferredValue(filled);

  /** Who came from a list of pairs goes on there; an address that was opened directly has nothing behind it. */
  const compared = () =>
    opened
      ? router.history.back()
      : void navigate({ search: ({ merge: _, ...rest }) => rest, replace: true, resetScroll: false });

  if (!filled) return <LoadingRows rows={10} height={40} />;
  return (
    <div className={classes.page}>
      <OpenNotice participantId={person.id} now={now} timeZone={timeZone} />
      {person.status === "merged" && (
        <Suspense>
          <MergedBanner person={person} mayUndo={permissions.includes("participant:merge")} />
        </Suspense>
      )}
      <ChartHead
        person={person}
        today={today}
        cohort={cohort.name}
        clinician={clinician.data?.display_name}
        episode={episode}
        mark={
          permissions.includes("alert:read") && (
            <Suspense>
              <AlertMark participantId={person.id} />
            </Suspense>
          )
        }
      >
        {episode && (
          <>
            <EpisodeSwitch
              episodes={inOrder(episodes)}
              chosen={episode}
              programName={programName}
              onChoose={(id) => void navigate({ search: (before) => ({ ...before, episode: id }) })}
            />
            <div className={classes.standing}>
              <EpisodeFigures
                participantId={person.id}
                episode={episode}
                programName={programName(episode.program_id)}
                mayReadHours={permissions.includes("ledger:read")}
                mayBook={permissions.includes("booking:write")}
                timeZone={timeZone}
                hasCurrent={episodes.some(isRunning)}
              />
              {roomy && isRunning(episode) && permissions.includes("alert:read") && (
                <div className={classes.alert}>
                  <Suspense>
                    <AlertBand participantId={person.id} me={session} />
                  </Suspense>
                </div>
              )}
            </div>
          </>
        )}
        {!episode && permissions.includes("episode:read") && <p className={classes.none}>{t("chart.noEpisode")}</p>}
        <NextSteps
          person={person}
          episode={episode}
          episodes={episodes}
          programName={programName}
          permissions={permissions}
          withoutCohort={cohort.none}
          today={today}
        />
        <nav className={classes.tabs} aria-label={t("chart.tabs")}>
          {tabs.map((one) => (
            <Link
              key={one}
              to="."
              search={({ tab: _, ...rest }) => (one === "overview" ? rest : { ...rest, tab: one })}
              className={classes.tab as string}
              activeOptions={{ exact: true }}
              {...(one === tab ? { "aria-current": "page" as const } : {})}
              onPointerEnter={() => fetchTab(one)}
              onFocus={() => fetchTab(one)}
            >
              {t(`chart.tab.${one}`)}
            </Link>
          ))}
        </nav>
      </ChartHead>
      <div className={classes.body}>
        <Suspense fallback={<LoadingRows rows={10} />}>
          {!headStands ? null : tab === "overview" ? (
            <OverviewTab
              participantId={person.id}
              episode={episode}
              permissions={permissions}
              now={now}
              today={today}
              glance={
                episode?.admitted_on && glances.some((one) => permissions.includes(one)) ? (
                  <>
                    {permissions.includes("measure:read") && <MeasuresGlance participantId={person.id} />}
                    {permissions.includes("course:read") && (
                      <CoursesGlance participantId={person.id} episode={episode} />
                    )}
                    {permissions.includes("ledger:read") && <HoursGlance participantId={person.id} episode={episode} />}
                    {permissions.includes("attendance:read") && <LastPanel participantId={person.id} />}
                  </>
                ) : null
              }
              due={
                permissions.includes("task:read") && (
                  <DuePanel participantId={person.id} me={session} now={now} timeZone={timeZone} />
                )
              }
              part={address.timeline ?? "all"}
              onPart={(part) =>
                void navigate({
                  search: ({ timeline: _, ...rest }) => (part === "all" ? rest : { ...rest, timeline: part }),
                })
              }
            >
              {permissions.includes("handoff:read") && (
                <Suspense fallback={<LoadingRows rows={2} />}>
                  <HandOffs
                    person={{ id: person.id, ...namesOf(person) }}
                    program={episode?.program_id}
                    timeZone={timeZone}
                    mayWrite={permissions.includes("handoff:write")}
                  />
                </Suspense>
              )}
            </OverviewTab>
          ) : tab === "hours" ? (
            <HoursTab
              participantId={person.id}
              episode={episode}
              mayReadAttendance={permissions.includes("attendance:read")}
            />
          ) : tab === "therapies" ? (
            <TherapiesTab person={person} episode={episode} permissions={permissions} today={today} />
          ) : tab === "diary" ? (
            <DiaryTab
              participantId={person.id}
              permissions={permissions}
              today={today}
              chainAbout={address.chain}
              onChainClosed={() =>
                void navigate({ search: ({ chain: _, ...rest }) => rest, replace: true, resetScroll: false })
              }
            />
          ) : tab === "measures" ? (
            <MeasuresTab
              participantId={person.id}
              episode={episode}
              permissions={permissions}
              planAbout={address.plan}
              onPlanClosed={() =>
                void navigate({ search: ({ plan: _, ...rest }) => rest, replace: true, resetScroll: false })
              }
              alerts={permissions.includes("alert:read") && <PersonAlerts participantId={person.id} me={session} />}
            />
          ) : tab === "contacts" ? (
            <ContactsTab
              participantId={person.id}
              now={now}
              timeZone={timeZone}
              name={nameOf(namesOf(person))}
              mayChange={permissions.includes("participant:update")}
              mayGiveAccess={permissions.includes("app_access:manage")}
              mayRecord={permissions.includes("contact_attempt:write")}
              recording={address.add === "try"}
              onRecording={(on) =>
                void navigate({ search: ({ add: _, ...rest }) => (on ? { ...rest, add: "try" } : rest), replace: true })
              }
            />
          ) : (
            <RecordTab
              person={person}
              episode={episode}
              permissions={permissions}
              today={today}
              timeZone={timeZone}
              comparedWith={address.merge}
              onCompared={compared}
            />
          )}
        </Suspense>
      </div>
    </div>
  );
}

/** The cohort of the day, for who may know it; and whether there is none, nor one ahead. */
function useCohort(participantId: string, episode: Episode | undefined, mayRead: boolean, today: string) {
  const memberships = useQuery({
    ...membershipsQuery(participantId, episode?.id ?? ""),
    enabled: mayRead && episode !== undefined,
  });
  const names = useQuery({ ...cohortNamesQuery, enabled: mayRead && episode !== undefined });
  const id = cohortOn(memberships.data ?? [], today);
  const lasting = memberships.data?.filter((one) => !one.voided_at && (one.ends_on === null || one.ends_on >= today));
  return { name: id && names.data?.get(id), none: lasting?.length === 0 };
}

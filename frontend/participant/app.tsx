import { useCallback, useEffect, useRef, useState } from "react";

import {
  type Account,
  type Due,
  type Measure,
  type MyPage,
  type Plan,
  Refused,
  readDue,
  readMeasure,
  readPage,
  readPlan,
  signOut,
  startMeasure,
  whoAmI,
} from "./api";
import { CrisisBlock, CrisisFooter } from "./crisis";
import { PlanPage } from "./plan";
import { Questions } from "./questions";
import { clock, type Place, placeOf } from "./rules";
import { Enrol, SignIn } from "./sign-in";
import { LanguageSwitch, useWords, WordsProvider } from "./words";

const NOBODY = Symbol("nobody is signed in");
type Who = Account | typeof NOBODY | undefined;

function usePlace(): [Place, (hash: string) => void] {
  const [place, setPlace] = useState(() => placeOf(window.location.hash));
  useEffect(() => {
    const read = () => setPlace(placeOf(window.location.hash));
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  const go = useCallback((hash: string) => {
    // The page is its own address: what stood behind the # before, as a one-time secret, is gone from the history.
    history.replaceState(null, "", `${window.location.pathname}${hash}`);
    setPlace(placeOf(hash));
  }, []);
  return [place, go];
}

/** The page of somebody who takes part: sign in, answer what is due. */
export function App({ clinic }: { clinic: string | undefined }) {
  const [who, setWho] = useState<Who>();
  const [page, setPage] = useState<MyPage>();
  const [plan, setPlan] = useState<Plan | null>();
  const [failed, setFailed] = useState<unknown>();
  const [open, setOpen] = useState(false);
  const [place, go] = usePlace();
  const enrolling = place.at === "enrol";

  const load = useCallback(async (account?: Account) => {
    setFailed(undefined);
    try {
      const found = account ?? (await whoAmI());
      if (found.permissions.includes("me:read")) setPage(await readPage());
      setWho(found);
    } catch (error) {
      if (error instanceof Refused && error.status === 401) setWho(NOBODY);
      else setFailed(error);
    }
  }, []);
  useEffect(() => {
    if (!enrolling) void load();
  }, [load, enrolling]);

  const signedOut = useCallback(() => {
    setWho(NOBODY);
    // The next one to sign in may be somebody else.
    setPlan(undefined);
  }, []);
  const leave = async () => {
    await signOut().catch(() => undefined);
    signedOut();
    setPage(undefined);
    go("");
  };
  const signedIn = (account: Account) => {
    if (enrolling) go("");
    void load(account);
  };

  return (
    <WordsProvider known={page?.language}>
      <Frame
        crisis={page?.crisis ?? null}
        onSignOut={typeof who === "object" && !open ? () => void leave() : undefined}
      >
        {enrolling ? (
          <main>
            <Enrol token={place.token} onSignedIn={signedIn} />
          </main>
        ) : failed !== undefined ? (
          <Failed error={failed} onRetry={() => void load()} />
        ) : who === undefined ? (
          <Loading />
        ) : who === NOBODY ? (
          <main>
            <SignIn clinic={clinic} onSignedIn={signedIn} />
          </main>
        ) : page === undefined ? (
          <StaffOnly />
        ) : place.at === "home" ? (
          <Home page={page} plan={plan} onPlan={setPlan} onSignedOut={signedOut} go={go} />
        ) : place.at === "plan" ? (
          <PlanPage
            plan={plan}
            onRead={setPlan}
            onSignedOut={signedOut}
            timeZone={page.crisis.time_zone}
            onHome={() => go("")}
          />
        ) : (
          <Answering
            key={place.id}
            id={place.id}
            account={who as Account}
            page={page}
            onAccount={setWho}
            onSignedOut={signedOut}
            onOpen={setOpen}
            go={go}
          />
        )}
      </Frame>
    </WordsProvider>
  );
}

type FrameProps = { crisis: MyPage["crisis"] | null; onSignOut: (() => void) | undefined; children: React.ReactNode };

function Frame({ crisis, onSignOut, children }: FrameProps) {
  const { t } = useWords();
  return (
    <div className="page">
      <header className="head">
        <span className="name">{t.app}</span>
        <LanguageSwitch />
        {onSignOut && (
          <button type="button" className="quiet" onClick={onSignOut}>
            {t.signOut}
          </button>
        )}
      </header>
      <div className="body">{children}</div>
      <CrisisFooter crisis={crisis} />
    </div>
  );
}

function Loading() {
  const { t } = useWords();
  return (
    <main>
      <h1 className="unseen">{t.app}</h1>
      <p role="status" className="late">
        {t.loading}
      </p>
    </main>
  );
}

function StaffOnly() {
  const { t } = useWords();
  return (
    <main>
      <h1>{t.app}</h1>
      <p>{t.staffOnly}</p>
    </main>
  );
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useWords();
  return (
    <main>
      <h1>{t.app}</h1>
      <p className="trouble" role="alert">
        {error instanceof Refused ? t.wrong : t.unreachable}
      </p>
      <button type="button" className="act" onClick={onRetry}>
        {t.retry}
      </button>
    </main>
  );
}

type HomeProps = {
  page: MyPage;
  plan: Plan | null | undefined;
  onPlan: (plan: Plan | null) => void;
  onSignedOut: () => void;
  go: (hash: string) => void;
};

function Home({ page, plan, onPlan, onSignedOut, go }: HomeProps) {
  const { t, fill, language } = useWords();
  const [due, setDue] = useState<Due[]>();
  const [failed, setFailed] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const trouble = useCallback(
    (error: unknown) => {
      if (error instanceof Refused && error.status === 401) onSignedOut();
      else setFailed(error);
    },
    [onSignedOut],
  );
  // Read once; who asks again comes back to the page.
  useEffect(() => {
    heading.current?.focus();
    readDue().then(setDue, trouble);
    // At hand from now on, should the network go.
    readPlan().then(onPlan, trouble);
  }, []);

  const begin = async (one: Due) => {
    setBusy(true);
    try {
      const said = one.languages.includes(language) ? language : (one.languages[0] ?? "en");
      const id = one.administration_id ?? (await startMeasure(one.instrument_key, said)).id;
      go(`#measure/${id}`);
    } catch (error) {
      // Begun meanwhile on another device: the refusal names it.
      const id = error instanceof Refused ? error.facts.administration_id : undefined;
      if (typeof id === "string") go(`#measure/${id}`);
      else trouble(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <main>
      <h1 ref={heading} tabIndex={-1}>
        {fill(t.home.hello, { name: page.name })}
      </h1>
      {failed !== undefined && (
        <p className="trouble" role="alert">
          {failed instanceof Refused ? t.wrong : t.unreachable}
        </p>
      )}
      <h2>{t.home.due}</h2>
      <p role="status" className={due ? undefined : "late"}>
        {due === undefined ? (failed === undefined ? t.loading : "") : due.length === 0 ? t.home.none : ""}
      </p>
      <ul className="due">
        {due?.map((one) => (
          <li key={one.instrument_key} className="card">
            <h3>{one.title[language]}</h3>
            <p>
              {one.administration_id
                ? fill(t.home.answered, { answered: one.answered, count: one.questions })
                : fill(t.home.questions, { count: one.questions })}
            </p>
            <button type="button" className="act" disabled={busy} onClick={() => void begin(one)}>
              {one.administration_id ? t.home.goOn : t.home.start}
              <span className="unseen">: {one.title[language]}</span>
            </button>
          </li>
        ))}
      </ul>
      {/* Below what is due, and with it: nothing moves under a finger. */}
      {plan && (due || failed !== undefined) && (
        <button type="button" onClick={() => go("#plan")}>
          {t.plan.open}
        </button>
      )}
    </main>
  );
}

type AnsweringProps = {
  id: string;
  account: Account;
  page: MyPage;
  onAccount: (account: Account) => void;
  onSignedOut: () => void;
  onOpen: (open: boolean) => void;
  go: (hash: string) => void;
};

function Answering({ id, account, page, onAccount, onSignedOut, onOpen, go }: AnsweringProps) {
  const [measure, setMeasure] = useState<Measure>();
  const [failed, setFailed] = useState<unknown>();
  const [sent, setSent] = useState(false);
  const load = useCallback(() => {
    setFailed(undefined);
    readMeasure(id).then(setMeasure, (error: unknown) => {
      if (error instanceof Refused && error.status === 401) onSignedOut();
      else if (error instanceof Refused && error.status === 404) go("");
      else setFailed(error);
    });
  }, [id, go, onSignedOut]);
  // Read once; what is answered comes back with each answer.
  useEffect(load, [id]);

  if (failed !== undefined) return <Failed error={failed} onRetry={load} />;
  if (!measure) return <Loading />;
  if (sent || measure.status !== "in_progress") return <Thanks measure={measure} page={page} onHome={() => go("")} />;
  return (
    <Questions
      measure={measure}
      page={page}
      account={account}
      onAccount={onAccount}
      onLeave={() => go("")}
      onOpen={onOpen}
      onSent={(progress) => {
        setMeasure({ ...measure, ...progress });
        setSent(true);
      }}
    />
  );
}

function Thanks({ measure, page, onHome }: { measure: Measure; page: MyPage; onHome: () => void }) {
  const { t, fill, language } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const when = measure.crisis ?? page.crisis;
  const time = when.read_by ? clock(when.read_by, when.time_zone, `${language}-US`, new Date()) : "";
  return (
    <main className="question">
      <h1 ref={heading} tabIndex={-1}>
        {t.done.title}
      </h1>
      <p role="status">{t.done.sent}</p>
      {!measure.alarming && <p>{fill(t.read[when.read_when], { time })}</p>}
      {measure.alarming && <CrisisBlock crisis={measure.crisis} told />}
      <button type="button" className="act" onClick={onHome}>
        {t.done.home}
      </button>
    </main>
  );
}

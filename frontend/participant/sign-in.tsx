import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

import { type Account, type Link, Refused, readLink, setPassword, signIn, Unreachable } from "./api";
import { useWords } from "./words";

type FieldProps = {
  label: string;
  type: string;
  autoComplete: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
};

function Field({ label, hint, onChange, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint && <p id={`${id}-hint`}>{hint}</p>}
      <input
        {...input}
        id={id}
        required
        autoCapitalize="none"
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

/** What went wrong, focused, so that whoever sees little finds it; it stands where changes are read out. */
function Trouble({ children }: { children: ReactNode }) {
  const place = useRef<HTMLParagraphElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <p className="trouble" tabIndex={-1} ref={place}>
      {children}
    </p>
  );
}

function useTrouble() {
  const { t, fill } = useWords();
  return (error: unknown): string => {
    if (error instanceof Unreachable) return t.unreachable;
    if (!(error instanceof Refused)) return t.wrong;
    if (error.status === 401) return t.signIn.refused;
    if (error.status === 429) return fill(t.signIn.throttled, { minutes: Math.ceil((error.retryAfter ?? 60) / 60) });
    return t.wrong;
  };
}

type SignInProps = {
  clinic: string | undefined;
  onSignedIn: (account: Account) => void;
  /** Who was signed in until a moment ago; only the password is asked for. */
  again?: { clinic: string; email: string };
  email?: string;
};

export function SignIn({ clinic, onSignedIn, again, email: known = "" }: SignInProps) {
  const { t } = useWords();
  const trouble = useTrouble();
  const [organization, setOrganization] = useState("");
  const [email, setEmail] = useState(known);
  const [password, setPasswordText] = useState("");
  const [failed, setFailed] = useState<{ words: string; count: number }>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const name = again?.clinic ?? clinic ?? organization.trim();
      onSignedIn(await signIn(name, again?.email ?? email.trim(), password));
    } catch (error) {
      setFailed((before) => ({ words: trouble(error), count: (before?.count ?? 0) + 1 }));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className="card" onSubmit={(event) => void submit(event)}>
      {again ? <p>{t.signIn.again}</p> : <h1>{t.signIn.title}</h1>}
      <div aria-live="assertive">{failed && <Trouble key={failed.count}>{failed.words}</Trouble>}</div>
      {!again && !clinic && (
        <Field
          label={t.signIn.clinic}
          type="text"
          autoComplete="organization"
          value={organization}
          onChange={setOrganization}
        />
      )}
      {!again && (
        <Field label={t.signIn.email} type="email" autoComplete="username" value={email} onChange={setEmail} />
      )}
      <Field
        label={t.signIn.password}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPasswordText}
      />
      <button className="act" type="submit" disabled={busy}>
        {t.signIn.act}
      </button>
      {!again && <p className="hint">{t.signIn.lost}</p>}
    </form>
  );
}

type EnrolProps = { token: string; onSignedIn: (account: Account) => void };

/** The one-time link: choose a password, and be signed in with it. */
export function Enrol({ token, onSignedIn }: EnrolProps) {
  const { t, fill } = useWords();
  const trouble = useTrouble();
  const [link, setLink] = useState<Link>();
  const [gone, setGone] = useState<string>();
  const [password, setPasswordText] = useState("");
  const [failed, setFailed] = useState<{ words: string; count: number }>();
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    readLink(token).then(setLink, (error: unknown) => {
      setGone(error instanceof Refused ? t.enrol.refused : trouble(error));
    });
    // A link is asked about once, whatever language is read.
  }, [token]);

  const submit = async (event: FormEvent, { organization_slug, email, min_length }: Link) => {
    event.preventDefault();
    setBusy(true);
    try {
      await setPassword(token, password);
      onSignedIn(await signIn(organization_slug, email, password));
    } catch (error) {
      const flaw = error instanceof Refused ? (error.facts.flaw as keyof typeof t.enrol.flaw) : undefined;
      const words = flaw ? fill(t.enrol.flaw[flaw] ?? t.wrong, { count: min_length }) : trouble(error);
      const used = error instanceof Refused && error.code === "enrolment-refused";
      setFailed((before) => ({ words: used ? t.enrol.refused : words, count: (before?.count ?? 0) + 1 }));
    } finally {
      setBusy(false);
    }
  };

  if (gone) {
    return (
      <div className="card">
        <h1>{t.app}</h1>
        <div aria-live="assertive">
          <Trouble>{gone}</Trouble>
        </div>
      </div>
    );
  }
  if (!link) return <p role="status">{t.loading}</p>;
  return (
    <form className="card" onSubmit={(event) => void submit(event, link)}>
      <h1>{fill(t.enrol.title, { name: link.display_name })}</h1>
      <p>{fill(t.enrol.about, { clinic: link.organization_name, email: link.email })}</p>
      <div aria-live="assertive">{failed && <Trouble key={failed.count}>{failed.words}</Trouble>}</div>
      <input type="hidden" autoComplete="username" value={link.email} readOnly />
      <Field
        label={t.enrol.password}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPasswordText}
        hint={fill(t.enrol.hint, { count: link.min_length })}
      />
      <button className="act" type="submit" disabled={busy}>
        {t.enrol.act}
      </button>
    </form>
  );
}

import { getRouteApi, useNavigate } from "@tanstack/react-router";

import { safeReturn } from "@/features/identity/rules";
import { LanguageSetting, ThemeSetting } from "@/features/identity/settings";
import { SignInPage } from "@/features/identity/sign-in-page";

import classes from "./sign-in-route.module.css";

const route = getRouteApi("/sign-in");

export function SignInRoute() {
  const { next, out } = route.useSearch();
  const { config } = route.useRouteContext();
  const navigate = useNavigate();
  return (
    <SignInPage
      organization={config.organization}
      signedOut={out === true}
      onSignedIn={() => void navigate({ href: safeReturn(next), replace: true })}
      settings={
        <div className={classes.settings}>
          <LanguageSetting />
          <ThemeSetting />
        </div>
      }
    />
  );
}

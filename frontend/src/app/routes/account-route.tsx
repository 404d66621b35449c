import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { AccountPage } from "@/features/account/account-page";
import * as authenticator from "@/features/account/authenticator-texts";
import { en, es } from "@/features/account/texts";
import { useSignOut } from "@/features/identity/queries";
import { LanguageSetting, ShortcutSetting, ThemeSetting } from "@/features/identity/settings";
import { addTexts } from "@/lib/i18n";
import { helpOfKeys } from "@/lib/shortcuts";
import { wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import * as signInTexts from "@/ui/sign-in-texts";

addTexts("signIn", signInTexts);
addTexts("account", { en, es });
addTexts("authenticator", authenticator);

const route = getRouteApi("/inside/account");

export function AccountRoute() {
  const { t } = useTranslation();
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const signOut = useSignOut();
  const leave = () => void navigate({ to: "/sign-in", search: { out: true } }).then(() => queryClient.clear());
  return (
    <AccountPage
      session={session}
      today={wallClock(useNow(), session.organization.time_zone).date}
      everywhere={{
        run: () => signOut.mutate({ everywhere: true }, { onSuccess: (left) => left && leave() }),
        pending: signOut.isPending,
        error: signOut.error,
      }}
      settings={
        <>
          <dt>{t("account.language")}</dt>
          <dd>
            <LanguageSetting />
          </dd>
          <dt>{t("account.theme")}</dt>
          <dd>
            <ThemeSetting />
          </dd>
          <dt>{t("account.shortcuts")}</dt>
          <dd>
            <ShortcutSetting />
          </dd>
          <dt>{t("account.keysTitle")}</dt>
          <dd>
            <ul>
              {helpOfKeys.map(({ keys, name }) => (
                <li key={name}>
                  <kbd>{keys}</kbd> {t(`account.keys.${name}`)}
                </li>
              ))}
            </ul>
          </dd>
        </>
      }
    />
  );
}

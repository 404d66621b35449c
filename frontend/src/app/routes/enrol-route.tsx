import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import { EnrolPage } from "@/features/enrolment/enrol-page";
import { en, es } from "@/features/enrolment/texts";
import { LanguageSetting } from "@/features/identity/settings";
import { addTexts } from "@/lib/i18n";
import * as signInTexts from "@/ui/sign-in-texts";

addTexts("signIn", signInTexts);
addTexts("enrolment", { en, es });

export function EnrolRoute() {
  const navigate = useNavigate();
  const hash = useRouterState({ select: (state) => state.location.hash });
  const [token] = useState(hash);
  // The secret of the link does not stay in the address, nor in the history of the browser.
  useEffect(() => {
    if (hash) void navigate({ to: "/enrol", hash: "", replace: true });
  }, [hash, navigate]);
  return <EnrolPage token={token} settings={<LanguageSetting />} />;
}

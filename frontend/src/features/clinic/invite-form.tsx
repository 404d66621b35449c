import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Enrolment, Role, StaffFile } from "@/api/types";
import fields from "@/ui/fields.module.css";
import { inviteFields } from "./fields";
import { Form } from "./form";
import { LinkNotice } from "./link-notice";
import { useInvite } from "./queries";
import { RoleChoices } from "./role-choices";
import { useClinicMistakes } from "./use-clinic-mistakes";

type Props = { person: StaffFile; timeZone: string; onClose: () => void };

/** An account for somebody who is on file. */
export function InviteForm({ person, timeZone, onClose }: Props) {
  const { t } = useTranslation();
  const invite = useInvite(person.id);
  const [roles, setRoles] = useState<Role[]>([]);
  const [made, setMade] = useState<Enrolment | null>(null);
  const mistakes = useClinicMistakes("invite", inviteFields);
  const submit = () => {
    if (mistakes.stop(roles.length === 0 ? [["roles", t("clinic.rolesMissing")]] : [])) return;
    invite.mutate(roles, { onSuccess: ({ enrolment }) => setMade(enrolment), onError: mistakes.refuse });
  };
  if (made) return <LinkNotice enrolment={made} name={person.display_name} timeZone={timeZone} onClose={onClose} />;
  return (
    <Form
      errors={mistakes.errors}
      submit={submit}
      label={t("clinic.invite")}
      saving={invite.isPending}
      onClose={onClose}
    >
      <p className={fields.hint}>
        {person.email
          ? t("clinic.inviteAt", { name: person.display_name, email: person.email })
          : t("clinic.problems.email-missing")}
      </p>
      <RoleChoices
        id={mistakes.fieldId("roles")}
        chosen={roles}
        error={mistakes.errorOf("roles")}
        onChange={setRoles}
      />
    </Form>
  );
}

import { IconUserOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { hasStatus } from "@/api/problem";
import { EmptyState, ErrorState, LoadingRows, PageHead } from "@/ui/page";

import { About } from "./about-section";
import classes from "./clinic.module.css";
import { CredentialsSection } from "./credentials-section";
import { GrantsSection } from "./grants-section";
import { HoursSection } from "./hours-section";
import { staffFileQuery } from "./queries";
import { RolesSection } from "./roles-section";
import { seesAllCredentials } from "./rules";

type Props = {
  staffId: string;
  today: string;
  timeZone: string;
  /** The staff file of who is signed in. */
  ownStaffId: string | null;
  permissions: readonly string[];
};

/** One person who works here: what they may lead and by which right, and as what they sign in. */
export function StaffFilePage({ staffId, today, timeZone, ownStaffId, permissions }: Props) {
  const { t } = useTranslation();
  const file = useQuery(staffFileQuery(staffId));
  const may = (permission: string) => permissions.includes(permission);
  const own = staffId === ownStaffId;
  return (
    <>
      <PageHead
        title={t("clinic.file")}
        actions={
          <Link
            to="/clinic"
            search={{ tab: "staff" }}
            activeOptions={{ exact: true }}
            className={classes.back as string}
          >
            {t("clinic.back")}
          </Link>
        }
      />
      {file.isPending ? (
        <LoadingRows rows={8} height={44} />
      ) : hasStatus(file.error, 404) || (hasStatus(file.error, 422) && !file.data) ? (
        <EmptyState
          icon={<IconUserOff size={24} stroke={1.5} aria-hidden />}
          title={t("clinic.noFile")}
          action={
            <Link
              to="/clinic"
              search={{ tab: "staff" }}
              activeOptions={{ exact: true }}
              className={classes.back as string}
            >
              {t("clinic.back")}
            </Link>
          }
        />
      ) : file.isError && !file.data ? (
        <ErrorState error={file.error} onRetry={() => void file.refetch()} />
      ) : (
        <div className={classes.page}>
          <About person={file.data} today={today} mayManage={may("staff:manage")} own={own} />
          {(seesAllCredentials(permissions) || (own && may("credential:read"))) && (
            <CredentialsSection
              staffId={staffId}
              today={today}
              timeZone={timeZone}
              mayManage={may("credential:manage") && file.data.status !== "left"}
            />
          )}
          <HoursSection staffId={staffId} mayManage={may("staff:manage") && file.data.status !== "left"} />
          <GrantsSection
            staffId={staffId}
            today={today}
            mayGrant={may("service_grant:manage") && file.data.status !== "left"}
          />
          <RolesSection
            person={file.data}
            today={today}
            timeZone={timeZone}
            own={own}
            may={{
              readAccounts: may("account:read"),
              manageAccounts: may("account:manage"),
              invite: may("staff:invite"),
            }}
          />
        </div>
      )}
    </>
  );
}

import { IconHome2, IconUser, IconUsersGroup } from "@tabler/icons-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";

import type { ServiceKind } from "@/api/types";

import { Chip } from "./chip";

export type KindColour = "group" | "individual" | "family";

const alone = new Set<ServiceKind>([
  "individual",
  "psychiatric_evaluation",
  "medication_management",
  "intake",
  "screening",
]);

/** Blue for what is done with a group, violet for one person, plum for a family. */
export function kindColour(kind: ServiceKind): KindColour {
  if (kind === "family") return "family";
  return alone.has(kind) ? "individual" : "group";
}

export function KindIcon({ kind, size = 14 }: { kind: ServiceKind; size?: number }) {
  const Icon = { group: IconUsersGroup, individual: IconUser, family: IconHome2 }[kindColour(kind)];
  return <Icon size={size} stroke={1.75} aria-hidden />;
}

export const KindChip = memo(function KindChip({ kind }: { kind: ServiceKind }) {
  const { t } = useTranslation();
  return (
    <Chip tone={kindColour(kind)} icon={<KindIcon kind={kind} />}>
      {t(`kind.${kind}`)}
    </Chip>
  );
});

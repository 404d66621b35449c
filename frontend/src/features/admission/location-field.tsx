import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { locationsQuery } from "@/api/clinic";

type Props = { id: string; value: string; error: string | undefined; onChange: (locationId: string) => void };

/** Where somebody comes to, while that can be said: locations that are in use, and the one that was said before. */
export function LocationField({ id, value, error, onChange }: Props) {
  const { t } = useTranslation();
  const locations = useQuery(locationsQuery);
  const offered = (locations.data ?? []).filter((one) => one.active || one.id === value);
  return (
    <NativeSelect
      id={id}
      label={t("admission.location")}
      value={value}
      error={error}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{t("admission.noLocation")}</option>
      {offered.map((one) => (
        <option key={one.id} value={one.id}>
          {one.name}
        </option>
      ))}
    </NativeSelect>
  );
}

import type { ServiceKind } from "@/api/types";

/** A kind as the server writes it in place of a title: where there is none, or where it is not for the reader. */
export const titleOfKind = (kind: ServiceKind): string =>
  kind
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");

/** Whether a title says no more than the kind; sessions of before have it written in small letters too. */
export const isOfKind = (title: string, kind: ServiceKind): boolean =>
  title.toLowerCase() === titleOfKind(kind).toLowerCase();

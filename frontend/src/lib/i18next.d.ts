import "i18next";

import type { en } from "./texts/en";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: {
      translation: typeof en & { chart: typeof import("../features/chart/texts").en } & {
        contacts: typeof import("../features/contacts/texts").en;
      } & { record: typeof import("../features/record/texts").en } & {
        restricted: typeof import("../features/restricted/texts").en;
      };
    };
    returnNull: false;
  }
}

import "i18next";

import type { en } from "./texts/en";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: {
      translation: typeof en & { cohorts: typeof import("@/features/cohorts/texts").en } & {
        programs: typeof import("@/features/programs/texts").en;
      };
    };
    returnNull: false;
  }
}

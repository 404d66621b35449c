import { createMemoryHistory } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";

import { App } from "@/app/app";
import { createQueryClient } from "@/app/query-client";
import { createAppRouter } from "@/app/router";
import type { Config } from "@/lib/config";

import type { Clinic } from "./clinic";
import { ProgramClinic } from "./clinic-cohorts";
import { API, handlersOf } from "./handlers";
import { handlersOfCohorts } from "./handlers-cohorts";
import { server } from "./server";

/** Opens the whole app at an address, before a clinic. */
export function openApp(clinic: Clinic, path: string, config: Partial<Config> = {}) {
  server.use(...handlersOf(clinic));
  if (clinic instanceof ProgramClinic) server.use(...handlersOfCohorts(clinic));
  const queryClient = createQueryClient();
  queryClient.setDefaultOptions({
    ...queryClient.getDefaultOptions(),
    queries: { ...queryClient.getDefaultOptions().queries, retryDelay: 1 },
  });
  const router = createAppRouter(
    { apiBaseUrl: API, organization: undefined, ...config },
    { history: createMemoryHistory({ initialEntries: [path] }), queryClient },
  );
  const user = userEvent.setup();
  render(<App router={router} env="test" />);
  return { router, user, queryClient };
}

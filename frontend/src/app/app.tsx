import { MantineProvider } from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";

import { Announcer } from "@/ui/announcer";
import { cssVariables, theme } from "@/ui/theme";

import type { AppRouter } from "./router";

/** `env` "test" leaves out what only delays: transitions. */
export function App({ router, env = "default" }: { router: AppRouter; env?: "default" | "test" }) {
  const queryClient: QueryClient = router.options.context.queryClient;
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" env={env}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Announcer />
      </QueryClientProvider>
    </MantineProvider>
  );
}

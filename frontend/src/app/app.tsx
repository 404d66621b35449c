import { MantineProvider } from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";

import { Announcer } from "@/ui/announcer";
import { cssVariables, theme } from "@/ui/theme";

import type { AppRouter } from "./router";

export function App({ router }: { router: AppRouter }) {
  const queryClient: QueryClient = router.options.context.queryClient;
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Announcer />
      </QueryClientProvider>
    </MantineProvider>
  );
}

import { MantineProvider } from "@mantine/core";
import { createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";

/*
 * The least that this app's libraries can show: one line, in one file, with nothing to ask for. What a page of the app
 * takes is measured beside it (bench/lighthouse.py); what lies below it no page of these libraries reaches.
 */
const root = createRootRoute({ component: Outlet });
const line = createRoute({ getParentRoute: () => root, path: "$", component: () => <h1>One line of text</h1> });
const router = createRouter({ routeTree: root.addChildren([line]) });

createRoot(document.getElementById("root") as HTMLElement).render(
  <MantineProvider>
    <RouterProvider router={router} />
  </MantineProvider>,
);

import { createMemoryHistory } from "@tanstack/react-router";
import { expect, it, vi } from "vitest";

import { fetchAhead } from "./fetch-ahead";
import { createAppRouter } from "./router";

it("fetches the page that was asked for and what stands around it, before anybody answered", () => {
  const config = { apiBaseUrl: "http://api.test", organization: undefined };
  const router = createAppRouter(config, { history: createMemoryHistory({ initialEntries: ["/participants"] }) });
  const fetched: string[] = [];
  vi.spyOn(router, "loadRouteChunk").mockImplementation(async (route) => void fetched.push(route.id));
  fetchAhead(router);
  expect(fetched).toEqual(["__root__", "/inside", "/inside/participants"]);
});

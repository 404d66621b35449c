import { expect, it } from "vitest";

import { inside, outside, pageAt } from "./route-files";
import { createAppRouter } from "./router";

const ID = "01a21eb1-1775-7699-90c4-fd8a81222de5";

it("knows the page of an address before there is a router", () => {
  expect(pageAt("/")).toEqual({ page: "/today", inside: true });
  expect(pageAt("/participants/new")).toEqual({ page: "/participants/new", inside: true });
  expect(pageAt(`/participants/${ID}`)).toEqual({ page: "/participants/$participantId", inside: true });
  expect(pageAt(`/wall/${ID}`)).toEqual({ page: "/wall/$sessionId", inside: false });
  expect(pageAt("/sign-in/")).toEqual({ page: "/sign-in", inside: false });
  expect(pageAt("/nowhere")).toBeNull();
});

it("has the files of every page of the router", () => {
  const { routesByPath } = createAppRouter({ apiBaseUrl: "http://api.test", organization: undefined });
  const pages = Object.keys(routesByPath).filter((path) => path !== "/");
  expect([...Object.keys(inside), ...Object.keys(outside)].sort()).toEqual(pages.sort());
});

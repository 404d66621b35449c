import type { AppRouter } from "./router";

/**
 * Fetches the code of the page that was asked for while the server is asked who is signed in. The router itself begins
 * only once it knows, which on a slow line costs a second journey for nothing.
 */
export function fetchAhead(router: AppRouter): void {
  const matches: { routeId: keyof AppRouter["routesById"] }[] = router.matchRoutes(router.latestLocation);
  for (const { routeId } of matches) {
    // Who is not signed in needs none of it, and what fails here is fetched again when it is needed.
    router.loadRouteChunk(router.routesById[routeId])?.catch(() => {});
  }
}

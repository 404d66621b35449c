import type { DrawerProps } from "@mantine/core";

import { useLater } from "./use-later";

export const loadDrawer = () => import("./drawer").then((module) => module.DrawerPart);

/** A drawer of the first page. It is closed to begin with, so its code is fetched once the page stands. */
export function LaterDrawer(props: DrawerProps) {
  const Drawer = useLater(loadDrawer);
  return Drawer && <Drawer {...props} />;
}

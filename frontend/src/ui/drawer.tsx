import { Drawer, type DrawerProps } from "@mantine/core";

import { useOpened } from "./use-opened";

/** The library's drawer as a part that is fetched later. */
export function DrawerPart(props: DrawerProps) {
  return <Drawer {...props} opened={useOpened(props.opened)} />;
}

import { Drawer, type DrawerProps } from "@mantine/core";

/** The library's drawer as a part that is fetched later. */
export function DrawerPart(props: DrawerProps) {
  return <Drawer {...props} />;
}

import type { ContactWay } from "@/api/types";

import { addressLines } from "./rules";

/** A way as one line: the number, the address. */
export const wayValue = (way: ContactWay): string => way.value ?? addressLines(way).join(", ");

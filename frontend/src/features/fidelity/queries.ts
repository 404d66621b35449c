import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, call } from "@/api/client";

import type { Asked } from "./rules";

/** Each month of each clinician the reader may see: one's own, of whom one supervised then, or everybody's. */
export const fidelityQuery = ({ from, to }: Pick<Asked, "from" | "to">) =>
  queryOptions({
    queryKey: ["fidelity", from, to],
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/fidelity", { params: { query: { first: from, last: to } }, signal })),
    select: (page) => page.items,
    placeholderData: keepPreviousData,
  });

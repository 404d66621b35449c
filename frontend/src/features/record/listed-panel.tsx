import { ActionIcon, Button } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote, TableScroll } from "@/ui/panel";

type Props<Item extends { id: string }> = {
  title: string;
  hint?: string;
  query: UseQueryResult<Item[]>;
  /** Rows that are usual, for the room they are given beforehand. */
  usual: number;
  empty: string;
  columns: readonly string[];
  /** The items in their order, each as a row; `end` goes into its last cell, for whoever may change them. */
  rows: (items: Item[], end: (item: Item, words: EndWords) => ReactNode) => ReactNode;
  mayChange: boolean;
  add: { label: string; form: (close: () => void) => ReactNode };
  /** What takes one off the list: its short name, that of its form, its sign, and the form. */
  end: { label: string; title: string; icon: ReactNode; form: (item: Item, close: () => void) => ReactNode };
};

type EndWords = { label: string; possible?: boolean };

/** What a record lists and nobody rewrites: one is added, and one that holds no more is ended. */
export function ListedPanel<Item extends { id: string }>(props: Props<Item>) {
  const { title, hint, query, usual, empty, columns, rows, mayChange, add, end } = props;
  const [doing, setDoing] = useState<"add" | { end: string } | null>(null);
  const close = () => setDoing(null);
  // Looked up each time, so that after a conflict the next attempt rests on what somebody else saved.
  const ending = typeof doing === "object" && query.data?.find((one) => one.id === doing?.end);
  return (
    <Panel
      title={title}
      {...(hint === undefined ? {} : { hint })}
      actions={mayChange && <Button onClick={() => setDoing("add")}>{add.label}</Button>}
    >
      {query.isPending ? (
        <LoadingRows rows={usual} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data.length === 0 ? (
        <PanelNote>{empty}</PanelNote>
      ) : (
        <TableScroll label={title}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
              {mayChange && (
                <th scope="col">
                  <span className="unseen">{end.label}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows(query.data, (item, { label, possible = true }) =>
              mayChange ? (
                <td>
                  {possible && (
                    <ActionIcon aria-label={label} title={end.label} onClick={() => setDoing({ end: item.id })}>
                      {end.icon}
                    </ActionIcon>
                  )}
                </td>
              ) : null,
            )}
          </tbody>
        </TableScroll>
      )}
      <FormDrawer title={add.label} opened={doing === "add"} onClose={close}>
        {doing === "add" && add.form(close)}
      </FormDrawer>
      <FormDrawer title={end.title} opened={Boolean(ending)} onClose={close}>
        {ending && end.form(ending, close)}
      </FormDrawer>
    </Panel>
  );
}

import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import classes from "./row-list.module.css";

type ListProps = {
  /** The class that lays out the columns of the list. */
  columns: string | undefined;
  /** Whether the rows are those of an earlier question. */
  stale?: boolean;
  /** How to get the rows that follow, where there are any. */
  more?: { loading: boolean; load: () => void } | undefined;
  children: ReactNode;
};

/** The one list of a page: things with a page of their own, in columns that all rows share. */
export function RowList({ columns, stale = false, more, children }: ListProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.body} data-stale={stale || undefined}>
      <ul className={`${classes.list} ${columns}`}>{children}</ul>
      {more && (
        <Button className={classes.more as string} loading={more.loading} onClick={more.load}>
          {t("state.more")}
        </Button>
      )}
    </div>
  );
}

/** One of them: the link to its page, what it is beneath it, and the further columns. */
export function Row({ link, hint, children }: { link: ReactNode; hint: string; children: ReactNode }) {
  return (
    <li className={classes.row}>
      <div className={classes.name} data-name>
        {link}
        <div className="meta">{hint}</div>
      </div>
      {children}
    </li>
  );
}

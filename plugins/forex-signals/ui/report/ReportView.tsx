import type { Report } from "../../report/api.ts";
import { Chance } from "./Chance.tsx";
import { Costs } from "./Costs.tsx";
import { Course } from "./Course.tsx";
import { Figures, type RowsOf } from "./Figures.tsx";
import { Groups } from "./Groups.tsx";
import { HeatMap } from "./HeatMap.tsx";
import { Trades } from "./Trades.tsx";

/** A report: figures with their definitions, the running total, when it was made, what chance and costs could have made of it, trades. */
export function ReportView({ report, rows }: { report: Report; rows?: RowsOf }) {
  return (
    <>
      <Figures report={report} rows={rows} />
      <Course report={report} />
      <HeatMap report={report} />
      <Groups report={report} />
      <Chance report={report} />
      <Costs report={report} />
      <Trades report={report} />
    </>
  );
}

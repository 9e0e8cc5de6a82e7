/** Words of charts: they come with the charts, not with every page. */
export const texts = {
  table: "Table",
  chart: "Chart",
  view: "View as",
  fit: "Fit",
  label: (symbol: string) =>
    `Candles of ${symbol} with the signal's levels. The table view holds the same figures.`,
  time: "Time",
  open: "Open",
  high: "High",
  low: "Low",
  close: "Close",
  tableOpen: "Show as a table",
  tableClose: "Hide the table",
} as const;

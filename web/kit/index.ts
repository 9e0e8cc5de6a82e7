/** What a plugin's pages may use. Heavy parts (table, form, chart) come from their own entry points, so that a page loads only what it shows. */

export type { Page as ListPage } from "../api/list.ts";
export type { Session } from "../api/session.ts";
export { address, call, type Query } from "./api/client.ts";
export { ApiError } from "./api/error.ts";
export { type Rows, useAct, useResource, useRows, useServerRows } from "./api/resource.ts";
export { Candles } from "./chart/LazyCandles.tsx";
export type { CandleBar, ChartLevel, ChartMark } from "./chart/marks.ts";
export { SchemaForm } from "./form/LazySchemaForm.tsx";
export { LeaveGuard } from "./form/LeaveGuard.tsx";
export { ClockPanel, SpeedChoice, useClockRate } from "./live/ClockPanel.tsx";
export { platformNow, setPlatformClock, usePlatformClock, usePlatformNow } from "./live/clock.ts";
export { useStream } from "./live/stream.ts";
export { useAddress, useGo } from "./page/address.ts";
export { Page, Section } from "./page/Page.tsx";
export { LinkButton, PageLink } from "./page/PageLink.tsx";
export { useMay, usePlace, useTimezone } from "./page/place.ts";
export { definePluginUi, usePluginPlace } from "./page/pluginUi.ts";
export { useStood } from "./page/useStood.ts";
export { Confirm } from "./show/Confirm.tsx";
export { Count, Explained, Money, Percent, Pips, Price, RMultiple, Side, signed } from "./show/figures.tsx";
export { NamedIcon } from "./show/icons.tsx";
export { notify } from "./show/notice.ts";
export { Empty, ErrorState, Notice, problemText, Status, type Tone } from "./show/states.tsx";
export { TelegramText } from "./show/TelegramText.tsx";
export { Ago, lengthText, Time, timeText } from "./show/times.tsx";
export type { Column, Filter } from "./table/column.ts";
export { DataTable } from "./table/DataTable.tsx";

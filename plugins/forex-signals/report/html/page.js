// Runs in the reader's browser, from the file alone: sorting, values under the pointer, candles with their trades.
(() => {
  const byId = (id) => document.getElementById(id);
  const dataOf = (id) => {
    const element = byId(id);
    return element === null ? null : JSON.parse(element.textContent);
  };

  curves(dataOf("equity-data"));
  const select = candles(dataOf("candle-data"));
  trades(select);

  /** Shows the values under the pointer on the equity and the drawdown. */
  function curves(points) {
    const reading = byId("reading");
    if (reading === null || points === null || points.length === 0) return;
    const idle = reading.textContent;
    const areas = [...document.querySelectorAll("#equity .area, #drawdown .area")];
    const show = (at) => {
      const point = points[at];
      for (const area of areas) {
        const cross = area.querySelector(".cross");
        cross.hidden = point === undefined;
        cross.style.left = `${(at / Math.max(1, points.length - 1)) * 100}%`;
      }
      if (point === undefined) {
        reading.textContent = idle;
        return;
      }
      reading.textContent = `${point[0]} UTC: ${signed(point[1])} R, ${signed(point[2])} R from the peak`;
    };
    for (const area of areas) {
      area.addEventListener("pointermove", (event) => {
        const box = area.getBoundingClientRect();
        const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
        show(Math.round(share * (points.length - 1)));
      });
      area.addEventListener("pointerleave", () => show(-1));
    }
  }

  /** Sorts the list by a column; a row chosen shows its trade. */
  function trades(choose) {
    const table = byId("trades");
    if (table === null) return;
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      head.querySelector("button").addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const each of heads) each.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].sort((a, b) =>
          compare(cellValue(a.cells[column]), cellValue(b.cells[column])),
        );
        if (down) rows.reverse();
        body.append(...rows);
      });
    });
    if (choose === undefined) return;
    const act = (event) => {
      const row = event.target.closest("tr[data-trade]");
      if (row === null || (event.type === "keydown" && event.key !== "Enter")) return;
      choose(Number(row.dataset.trade));
      byId("candles").scrollIntoView({ block: "center" });
    };
    body.addEventListener("click", act);
    body.addEventListener("keydown", act);
  }

  function cellValue(cell) {
    const text = cell.dataset.value ?? cell.textContent.trim();
    const number = Number(text.replaceAll(",", "").replace("−", "-").replace("–", ""));
    return text === "" || text === "–" ? Number.NEGATIVE_INFINITY : Number.isNaN(number) ? text : number;
  }

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a === b ? 0 : a - b;
    return String(a).localeCompare(String(b));
  }

  function signed(value) {
    return `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(2)}`;
  }

  /** Draws the candles; answers the function that shows one trade. */
  function candles(data) {
    const host = byId("candles");
    if (data === null || host === null) return undefined;
    const { LightweightCharts: library } = window;
    const bars = unpack(data);
    const taken = data.trades.map(([number, opened, closed, entry, stop, targets, fills]) => ({
      number,
      opened,
      closed: closed === 0 ? bars[bars.length - 1].time : closed,
      entry,
      stop,
      targets,
      fills,
    }));
    const chart = library.createChart(host, {
      autoSize: true,
      localization: { locale: "en-GB" },
      layout: { attributionLogo: true, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 11 },
      rightPriceScale: { borderVisible: false },
      timeScale: { borderVisible: false, timeVisible: true, rightOffset: 4, minBarSpacing: 0.05 },
    });
    const series = chart.addSeries(library.CandlestickSeries, {
      borderVisible: false,
      priceLineVisible: false,
      lastValueVisible: false,
      priceFormat: { type: "price", precision: data.digits, minMove: 10 ** -data.digits },
    });
    series.setData(bars);
    const boxes = tradeBoxes(bars, taken);
    series.attachPrimitive(boxes);
    const dress = () => {
      const style = getComputedStyle(document.documentElement);
      const colour = (name) => style.getPropertyValue(`--${name}`).trim();
      chart.applyOptions({
        layout: { background: { color: colour("surface") }, textColor: colour("muted") },
        grid: { vertLines: { color: colour("line") }, horzLines: { color: colour("line") } },
      });
      series.applyOptions({
        upColor: colour("up-fill"),
        downColor: colour("down-fill"),
        wickUpColor: colour("up-fill"),
        wickDownColor: colour("down-fill"),
      });
      boxes.dress({
        up: colour("up-fill"),
        down: colour("down-fill"),
        text: colour("text"),
        accent: colour("accent"),
      });
    };
    dress();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dress);

    let chosen = taken.length - 1;
    const show = (index) => {
      const trade = taken[index];
      if (trade === undefined) return;
      chosen = index;
      const from = firstAt(bars, trade.opened);
      const until = firstAt(bars, trade.closed);
      chart.timeScale().setVisibleLogicalRange({ from: from - 40, to: until + 24 });
      boxes.choose(trade);
      for (const row of document.querySelectorAll("tr.chosen")) row.classList.remove("chosen");
      const row = document.querySelector(`tr[data-trade="${trade.number}"]`);
      row?.classList.add("chosen");
      const words = row === null ? [] : [...row.cells].map((cell) => cell.textContent.trim());
      byId("selected").textContent =
        words.length === 0 ? "" : `${words[0]}  ${words[1]} ${words[2]}  ${words[10]}`;
    };
    byId("before").addEventListener("click", () => show(Math.max(0, chosen - 1)));
    byId("after").addEventListener("click", () => show(Math.min(taken.length - 1, chosen + 1)));
    byId("whole").addEventListener("click", () => chart.timeScale().fitContent());
    if (taken.length > 0) show(chosen);
    else chart.timeScale().fitContent();
    return (number) => show(taken.findIndex((trade) => trade.number === number));
  }

  function unpack({ start, rows, digits }) {
    const scale = 10 ** digits;
    const bars = [];
    let time = start;
    let price = 0;
    for (let at = 0; at < rows.length; at += 5) {
      time += rows[at] * 60;
      const open = price + rows[at + 1];
      const close = open + rows[at + 4];
      bars.push({
        time,
        open: open / scale,
        high: (open + rows[at + 2]) / scale,
        low: (open + rows[at + 3]) / scale,
        close: close / scale,
      });
      price = close;
    }
    return bars;
  }

  function firstAt(bars, time) {
    let low = 0;
    let high = bars.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bars[middle].time < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Each trade as a risk and a reward box from entry to exit, with its targets and its fills. */
  function tradeBoxes(bars, taken) {
    const placed = taken.map((trade) => ({
      ...trade,
      from: firstAt(bars, trade.opened),
      until: firstAt(bars, trade.closed),
      fills: trade.fills.map(([time, price, reason]) => ({ at: firstAt(bars, time), price, reason })),
    }));
    let colours = {};
    let attached;
    let chosen;
    const draw = (target) =>
      target.useBitmapCoordinateSpace(
        ({ context, horizontalPixelRatio: across, verticalPixelRatio: down }) => {
          const range = attached.chart.timeScale().getVisibleLogicalRange();
          if (range === null) return;
          const scale = attached.chart.timeScale();
          // The left edge of a candle; the library knows the middles of whole ones.
          const half = (scale.logicalToCoordinate(1) - scale.logicalToCoordinate(0)) / 2;
          const x = (index) => (scale.logicalToCoordinate(index) - half) * across;
          const y = (price) => attached.series.priceToCoordinate(price) * down;
          for (const trade of placed) {
            if (trade.until < range.from || trade.from > range.to) continue;
            const left = x(trade.from);
            const width = Math.max(2 * across, x(trade.until) - left);
            const entry = y(trade.entry);
            const bold = chosen === undefined || chosen.number === trade.number;
            context.globalAlpha = bold ? 0.22 : 0.13;
            context.fillStyle = colours.down;
            context.fillRect(left, entry, width, y(trade.stop) - entry);
            context.fillStyle = colours.up;
            context.fillRect(left, entry, width, y(trade.targets[trade.targets.length - 1]) - entry);
            context.globalAlpha = bold ? 1 : 0.6;
            line(context, left, width, entry, colours.accent, 1.5 * down);
            line(context, left, width, y(trade.stop), colours.down, down);
            for (const price of trade.targets) line(context, left, width, y(price), colours.up, down);
            for (const fill of trade.fills) dot(context, x(fill.at), y(fill.price), fill.reason, across);
            dot(context, left, entry, "entry", across);
            context.globalAlpha = 1;
          }
        },
      );
    const line = (context, left, width, at, colour, thickness) => {
      context.fillStyle = colour;
      context.fillRect(left, at - thickness / 2, width, thickness);
    };
    const dot = (context, at, price, reason, ratio) => {
      context.beginPath();
      context.arc(at, price, 3.5 * ratio, 0, 2 * Math.PI);
      context.fillStyle =
        reason === "entry" ? colours.accent : reason.startsWith("target") ? colours.up : colours.down;
      if (reason === "timeout" || reason === "manual") context.fillStyle = colours.text;
      context.fill();
    };
    const view = { zOrder: () => "top", renderer: () => ({ draw }) };
    return {
      attached(parameters) {
        attached = parameters;
      },
      paneViews: () => [view],
      autoscaleInfo(from, until) {
        const prices = placed
          .filter((trade) => trade.until >= from && trade.from <= until)
          .flatMap((trade) => [trade.stop, ...trade.targets]);
        if (prices.length === 0 || prices.length > 400) return null;
        return { priceRange: { minValue: Math.min(...prices), maxValue: Math.max(...prices) } };
      },
      dress(next) {
        colours = next;
        attached?.requestUpdate();
      },
      choose(trade) {
        chosen = trade;
        attached?.requestUpdate();
      },
    };
  }
})();

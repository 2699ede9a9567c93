// What the charts of a standing show, as options of ECharts. Pure: no chart, no page.
const PERCENT = { type: 'value', min: 0, max: 100 };
const LINES = ['accent', 'warn', 'good', 'bad', 'ink-soft'];
const SHAPES = ['circle', 'rect', 'triangle', 'diamond', 'roundRect'];

const value = (thing) => (thing?.applies ? thing.percent ?? 0 : null);

function axis(c, more) {
  return {
    axisLine: { lineStyle: { color: c['line-strong'] } }, axisTick: { lineStyle: { color: c['line-strong'] } },
    axisLabel: { color: c['ink-soft'] }, splitLine: { lineStyle: { color: c.line } }, ...more,
  };
}

function tooltip(c, more) {
  return { renderMode: 'richText', backgroundColor: c.card, borderColor: c['line-strong'], textStyle: { color: c.ink }, ...more };
}

function line(c, i, name, data) {
  const colour = c[LINES[i % LINES.length]];
  return {
    type: 'line', name, data, symbol: SHAPES[i % SHAPES.length], symbolSize: 9, color: colour, connectNulls: false,
    lineStyle: { width: i ? 2 : 3, type: i ? 'dashed' : 'solid' },
    label: { show: !i && data.length <= 13, position: 'top', color: c.ink, formatter: ({ value: v }) => `${Math.round(v)}` },
  };
}

/** Lines over the months: the whole, and each domain where there are several. */
export function trendOption(c, t, standing, nameOf) {
  const months = standing.months ?? [];
  const domains = standing.domains ?? [];
  const several = domains.length > 1;
  const whole = line(c, 0, several ? t.standing.all : t.standing.percent, months.map(value));
  const each = several ? domains.map((d, i) => line(c, i + 1, nameOf(d), months.map((m) => value((m.domains ?? []).find((x) => x.domain === d.domain))))) : [];
  return {
    grid: { left: 8, right: 16, top: several ? 44 : 24, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: several ? { top: 0, textStyle: { color: c.ink }, inactiveColor: c['line-strong'], type: 'plain' } : undefined,
    tooltip: tooltip(c, { trigger: 'axis', valueFormatter: (v) => (v === null || v === undefined ? t.standing.noData : `${v}%`) }),
    xAxis: axis(c, { type: 'category', data: months.map((m) => m.period), splitLine: { show: false } }),
    yAxis: axis(c, { ...PERCENT, axisLabel: { color: c['ink-soft'], formatter: '{value}%' } }),
    series: [whole, ...each],
  };
}

/** A bar for each part, the first one on top; what has no data says so. */
export function partsOption(c, t, parts, labelOf) {
  const rows = [...parts].reverse();
  const colour = (p) => ((p.percent ?? 0) < 60 ? c.bad : (p.percent ?? 0) < 75 ? c.warn : c.accent);
  return {
    grid: { left: 8, right: 52, top: 8, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: tooltip(c, { trigger: 'item', formatter: ({ dataIndex: i }) => `${labelOf(rows[i])}\n${rows[i].applies ? `${rows[i].percent ?? 0}%` : t.standing.noData} · ${t.standing.weightOf(rows[i].weight ?? 0)}` }),
    xAxis: axis(c, { ...PERCENT, axisLabel: { color: c['ink-soft'], formatter: '{value}%', hideOverlap: true } }),
    yAxis: axis(c, { type: 'category', data: rows.map(labelOf), axisLabel: { color: c.ink, width: 112, overflow: 'break' }, axisTick: { show: false } }),
    series: [{
      type: 'bar', barMaxWidth: 22, data: rows.map((p) => ({ value: p.applies ? p.percent ?? 0 : 0, itemStyle: { color: colour(p), borderRadius: [0, 4, 4, 0] } })),
      label: { show: true, position: 'right', color: c.ink, formatter: ({ dataIndex: i }) => (rows[i].applies ? `${Math.round(rows[i].percent ?? 0)}%` : t.standing.noData) },
    }],
  };
}

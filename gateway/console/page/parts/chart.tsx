import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use, type ComposeOption } from 'echarts/core';
import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption, LegendComponentOption, TooltipComponentOption } from 'echarts/components';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef, type ReactNode } from 'react';
import { usePreferences } from '../frame/preferences.js';
import { palette } from '../frame/theme.js';

export type ChartOption = ComposeOption<BarSeriesOption | LineSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption>;

interface Props {
  /** What the chart shows, in a sentence, for those who cannot see it. */
  readonly label: string;
  readonly option: ChartOption;
  readonly heightPx?: number;
}

/** A chart in the look of the page. Whoever shows one shows its figures as a table too. */
export function Chart({ label, option, heightPx = 260 }: Props): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const { look } = usePreferences();
  const drawn = JSON.stringify(option);
  useEffect(() => {
    if (place.current === null) return undefined;
    use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);
    const colours = palette[look];
    const chart = init(place.current, null, { renderer: 'canvas' });
    // Its markup would have styles in it, which the page's policy forbids: drawn on the canvas instead.
    const tooltip = { trigger: 'axis', renderMode: 'richText', backgroundColor: colours.card, borderColor: colours.line, textStyle: { color: colours.ink } } as const;
    chart.setOption({
      animation: false,
      textStyle: { color: colours.faint, fontFamily: getComputedStyle(document.body).fontFamily },
      color: [colours.calm, colours.late, colours.soon, colours.good],
      grid: { left: 8, right: 16, top: 36, bottom: 4, outerBoundsMode: 'same' },
      tooltip,
      ...(JSON.parse(drawn) as ChartOption),
    });
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [drawn, look]);
  return <div ref={place} role="img" aria-label={label} className="chart" style={{ height: heightPx }} />;
}

/** What a chart shows; how it looks is decided once, in draw-chart. Texts are Chinese, as printed. */
export type Chart =
  /** Lines over years; null breaks a line. A dashed line is an aim, not a measurement. */
  | {
      readonly kind: 'lines';
      readonly unit: string;
      readonly decimals: number;
      readonly steps: readonly string[];
      readonly series: readonly ChartSeries[];
    }
  /** Horizontal bars side by side, the first category on top. */
  | {
      readonly kind: 'bars';
      readonly unit: string;
      readonly categories: readonly string[];
      readonly series: readonly ChartSeries[];
    }
  /** Columns in which the series stand on each other. */
  | {
      readonly kind: 'stack';
      readonly unit: string;
      readonly steps: readonly string[];
      readonly series: readonly ChartSeries[];
    };

export type ChartSeries = {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly dashed?: true;
};

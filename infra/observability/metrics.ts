import prom from 'prom-client';

export type Metrics = {
  registry: prom.Registry;
  /** Names end in `_total`. Asking for a name again gives the same metric: two relays in one process share theirs. */
  counter: (name: string, help: string, labelNames?: readonly string[]) => prom.Counter;
  gauge: (name: string, help: string, labelNames?: readonly string[]) => prom.Gauge;
  /** Buckets in the metric's own unit; durations are seconds and named `_seconds`. */
  histogram: (
    name: string,
    help: string,
    labelNames?: readonly string[],
    buckets?: readonly number[],
  ) => prom.Histogram;
};

/** Metrics of one service, with those of the Node process; nothing is registered globally. */
export function createMetrics(service: string): Metrics {
  const registry = new prom.Registry();
  registry.setDefaultLabels({ service });
  prom.collectDefaultMetrics({ register: registry });
  const known = <M extends prom.Metric>(name: string, create: () => M) =>
    (registry.getSingleMetric(name) as M | undefined) ?? create();
  const base = (name: string, help: string, labelNames: readonly string[] = []) => ({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
  });
  return {
    registry,
    counter: (name, help, labels) => known(name, () => new prom.Counter(base(name, help, labels))),
    gauge: (name, help, labels) => known(name, () => new prom.Gauge(base(name, help, labels))),
    histogram: (name, help, labels, buckets) =>
      known(name, () => new prom.Histogram({ ...base(name, help, labels), ...(buckets && { buckets: [...buckets] }) })),
  };
}

/** A metric in Prometheus's text format, version 0.0.4. */
export interface Instrument {
  render(): string;
}

type Labels = Readonly<Record<string, string>>;

/** Counts up, for each combination of its labels. */
export class Counter implements Instrument {
  readonly #values = new Map<string, number>();

  constructor(
    readonly name: string,
    readonly help: string,
  ) {}

  add(labels: Labels = {}, by = 1): void {
    const key = labelText(labels);
    this.#values.set(key, (this.#values.get(key) ?? 0) + by);
  }

  render(): string {
    const values = this.#values.size > 0 ? [...this.#values] : [['', 0] as const];
    return text(
      this,
      'counter',
      values.map(([labels, value]) => `${this.name}${labels} ${value}`),
    );
  }
}

/** A value that is asked for when it is read. */
export class Gauge implements Instrument {
  constructor(
    readonly name: string,
    readonly help: string,
    readonly read: () => number,
  ) {}

  render(): string {
    return text(this, 'gauge', [`${this.name} ${this.read()}`]);
  }
}

interface Distribution {
  readonly labels: Labels;
  /** How many were at most each bound. */
  readonly counts: number[];
  sum: number;
  count: number;
}

/** How values are distributed over buckets with upper bounds, for each combination of its labels. */
export class Histogram implements Instrument {
  readonly #distributions = new Map<string, Distribution>();

  constructor(
    readonly name: string,
    readonly help: string,
    readonly bounds: readonly number[],
  ) {}

  observe(labels: Labels, value: number): void {
    const key = labelText(labels);
    let distribution = this.#distributions.get(key);
    if (!distribution) {
      distribution = { labels, counts: this.bounds.map(() => 0), sum: 0, count: 0 };
      this.#distributions.set(key, distribution);
    }
    distribution.sum += value;
    distribution.count += 1;
    for (const [at, bound] of this.bounds.entries()) {
      if (value <= bound) distribution.counts[at] = (distribution.counts[at] ?? 0) + 1;
    }
  }

  render(): string {
    const lines = [...this.#distributions.values()].flatMap(({ labels, counts, sum, count }) => [
      ...this.bounds.map(
        (bound, at) =>
          `${this.name}_bucket${labelText({ ...labels, le: String(bound) })} ${counts[at] ?? 0}`,
      ),
      `${this.name}_bucket${labelText({ ...labels, le: '+Inf' })} ${count}`,
      `${this.name}_sum${labelText(labels)} ${sum}`,
      `${this.name}_count${labelText(labels)} ${count}`,
    ]);
    return text(this, 'histogram', lines);
  }
}

/** All metrics as one page. */
export function renderMetrics(instruments: readonly Instrument[]): string {
  return instruments.map((instrument) => instrument.render()).join('');
}

/** The values are our own words, so that nothing in them has to be escaped. */
function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function text(
  { name, help }: { readonly name: string; readonly help: string },
  type: string,
  lines: readonly string[],
): string {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}

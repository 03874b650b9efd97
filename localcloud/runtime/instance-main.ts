import type PerfHooks from 'node:perf_hooks';
import type Stream from 'node:stream';
import type Util from 'node:util';
import type V8 from 'node:v8';
import type { Call, CallOutcome, InstanceSettings } from './instance';
import type { HostMessage, InstanceMessage } from './instance-messages';

/**
 * The program of an instance's process: loads the handler and answers calls as SCF's Node runtime
 * does. The process gets this function's text, because a path to a file of its own would not
 * survive bundling and no TypeScript loader exists there. So it may use its parameter, globals and
 * types, and nothing else of this module.
 */
export function instanceMain(load: NodeJS.Require): void {
  const { constants, PerformanceObserver } = load('node:perf_hooks') as typeof PerfHooks;
  const { Writable } = load('node:stream') as typeof Stream;
  const { format } = load('node:util') as typeof Util;
  const { getHeapStatistics } = load('node:v8') as typeof V8;

  type GarbageCollection = PerfHooks.PerformanceEntry & { detail: { kind: number } };
  type Callback = (error?: unknown, value?: unknown) => void;
  type Handler = (event: unknown, context: object, callback: Callback) => unknown;

  let requestId = '';
  /** Ends the running call once its event loop has nothing left to do; undefined between calls. */
  let onEmptyLoop: (() => void) | undefined;

  const post = process.send?.bind(process);
  // Code that finds a channel tends to use it; this one is not the function's.
  process.send = undefined;

  function send(message: InstanceMessage): void {
    post?.(message);
  }

  function committedBytes(): number {
    const heap = getHeapStatistics();
    return heap.total_physical_size + heap.external_memory;
  }

  /** Output is sent as it comes: what a call printed before it hung or died must not be lost. */
  function captureOutput(): void {
    const output = new Writable({
      decodeStrings: false,
      write(chunk: string | Uint8Array, _encoding, done) {
        send({ type: 'output', text: String(chunk) });
        done();
      },
    });
    for (const stream of ['stdout', 'stderr']) {
      Object.defineProperty(process, stream, { value: output });
    }
    for (const method of ['log', 'info', 'debug', 'warn', 'error'] as const) {
      console[method] = (...values: unknown[]) => {
        const text = `${new Date().toISOString()}\t${requestId}\t${format(...values)}\n`;
        send({ type: 'output', text });
      };
    }
    // Node's own listener would not print through the console.
    process.removeAllListeners('warning');
    process.on('warning', (warning) => {
      console.warn(warning.stack);
    });
  }

  /** V8 limits the heap alone; this holds heap and buffers to the limit together. */
  function watchMemory(limitBytes: number): void {
    new PerformanceObserver((list) => {
      const major = list.getEntries().some((entry) => {
        const { detail } = entry as GarbageCollection;
        return detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
      });
      const heap = getHeapStatistics();
      const memoryBytes = heap.used_heap_size + heap.external_memory;
      if (major && memoryBytes > limitBytes) send({ type: 'over memory limit', memoryBytes });
    }).observe({ entryTypes: ['gc'] });
  }

  function threw(error: unknown): CallOutcome {
    const stack = error instanceof Error ? (error.stack ?? String(error)) : format('%s', error);
    return { type: 'threw', stack };
  }

  function returned(value: unknown): CallOutcome {
    try {
      // JSON.stringify answers undefined, not text, for a value that has no JSON form.
      const json = JSON.stringify(value) as string | undefined;
      return { type: 'returned', json: json ?? 'null' };
    } catch (error) {
      return threw(error);
    }
  }

  function isThenable(value: unknown): value is PromiseLike<unknown> {
    return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
  }

  function contextOf(call: Call, settings: InstanceSettings) {
    const calledAt = performance.now();
    const environment = { ...settings.contextEnvironment, ...call.credentials };
    return {
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () =>
        Math.max(0, Math.floor(settings.timeLimitMs - (performance.now() - calledAt))),
      ...settings.context,
      time_limit_in_ms: settings.timeLimitMs,
      request_id: call.requestId,
      environment: JSON.stringify(environment),
      environ: Object.entries(environment)
        .map(([name, value]) => `${name}=${value}`)
        .join(';'),
    };
  }

  function run(handler: Handler, call: Call, settings: InstanceSettings): void {
    let ended = false;
    let calledBack = false;

    function end(outcome: CallOutcome): void {
      if (ended) return;
      ended = true;
      onEmptyLoop = undefined;
      process.channel?.ref();
      send({ type: 'call ended', outcome, memoryBytes: committedBytes() });
    }

    let event: unknown;
    try {
      event = JSON.parse(call.event);
    } catch (error) {
      end({ type: 'not JSON', reason: String(error) });
      return;
    }

    requestId = call.requestId;
    Object.assign(process.env, call.credentials);
    // Only the call keeps the event loop alive from here, so that an empty loop can be seen.
    process.channel?.unref();
    onEmptyLoop = () => {
      end({ type: 'returned', json: 'null' });
    };
    const context = contextOf(call, settings);
    try {
      const answer = handler(event, context, (error, value) => {
        if (calledBack || ended) return;
        calledBack = true;
        const outcome = error === undefined || error === null ? returned(value) : threw(error);
        if (context.callbackWaitsForEmptyEventLoop) {
          onEmptyLoop = () => {
            end(outcome);
          };
        } else {
          end(outcome);
        }
      });
      if (isThenable(answer)) {
        answer.then(
          (value) => {
            end(returned(value));
          },
          (error: unknown) => {
            end(threw(error));
          },
        );
      }
    } catch (error) {
      end(threw(error));
    }
  }

  function loadHandler({ handlerFile, handlerName }: InstanceSettings): Handler | CallOutcome {
    try {
      const exported = load(handlerFile) as Record<string, unknown> | null | undefined;
      const handler = exported?.[handlerName];
      if (typeof handler === 'function') return handler as Handler;
      const reason = `${handlerName} is not a function exported by the handler's file`;
      return { type: 'no handler', reason };
    } catch (error) {
      return threw(error);
    }
  }

  function start(settings: InstanceSettings): void {
    Object.assign(process.env, settings.environment);
    watchMemory(settings.memoryBytes);
    const handler = loadHandler(settings);
    if (typeof handler !== 'function') {
      send({ type: 'not loaded', outcome: handler });
      return;
    }
    process.on('message', (message: HostMessage) => {
      if (message.type === 'call') run(handler, message.call, settings);
    });
    send({ type: 'loaded', memoryBytes: committedBytes() });
  }

  captureOutput();
  process.on('uncaughtExceptionMonitor', (error) => {
    send({ type: 'uncaught', outcome: threw(error) });
  });
  process.on('beforeExit', () => onEmptyLoop?.());
  // A Ctrl-C reaches the whole process group; the host decides when an instance ends.
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => {
    process.exit();
  });
  process.once('message', (message: HostMessage) => {
    if (message.type === 'load') start(message.settings);
  });
}

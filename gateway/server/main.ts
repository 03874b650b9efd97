import { version } from '../../package.json';
import { RedisUnusable } from '../cluster/redis-store';
import { systemClock } from '../engine/clock';
import { helpText, parseCommandLine } from './configuration/command-line';
import { ConfigurationError } from './configuration/configuration-error';
import { loadConfiguration } from './configuration/load-configuration';
import { unknownVariables } from './configuration/parse-configuration';
import { createLog, type Log } from './log';
import { startGateway, type RunningGateway } from './start-gateway';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

async function main(): Promise<void> {
  const { config, json, help, version: showVersion } = parseCommandLine(process.argv.slice(2));
  if (help || showVersion) {
    await print(help ? helpText() : `${version}\n`);
    return;
  }
  const { configuration, tls } = await loadConfiguration(config, process.env);
  const log = createLog(configuration.logLevel, systemClock, (line) => {
    process.stderr.write(line);
  });
  const gateway = await startGateway({ configuration, tls, clock: systemClock, log });
  const { wsUrl, pushBackUrl } = gateway;
  log('info', 'started', { version, wsUrl, pid: process.pid });
  for (const variable of unknownVariables(process.env)) {
    log('warn', 'not a setting', { variable });
  }
  stopOnSignal(gateway, log);
  const ready = json
    ? JSON.stringify({ event: 'ready', wsUrl, pushBackUrl })
    : `Clients connect to ${wsUrl}`;
  try {
    await print(`${ready}\n`);
  } catch (error) {
    await gateway.stop();
    throw error;
  }
}

/** Nobody reads what is printed: whoever started the program is gone, or a disk is full. */
class Unprintable extends Error {
  override readonly name = 'Unprintable';
}

/** Resolves once standard output has the text. Rejects with Unprintable. */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (cause) => {
      if (!cause) resolve();
      else reject(new Unprintable(`Nothing can be printed: ${cause.message}`, { cause }));
    });
  });
}

/** The first signal stops it in good order; the second ends it at once. */
function stopOnSignal(gateway: RunningGateway, log: Log): void {
  let isStopping = false;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (isStopping) {
        log('warn', 'ended before everybody was gone', { signal });
        process.exit(1);
      }
      isStopping = true;
      void gateway.stop().then(() => process.exit(0));
    });
  }
}

// Connections go on without a log, on a full disk for instance; print has its errors by itself.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

main().catch((error: unknown) => {
  const isUserMistake =
    error instanceof ConfigurationError ||
    error instanceof RedisUnusable ||
    error instanceof Unprintable;
  console.error(isUserMistake ? error.message : error);
  process.exitCode = 1;
});

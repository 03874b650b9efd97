import { version } from '../../package.json';
import { RedisUnreachable } from '../cluster/redis-store';
import { systemClock } from '../engine/clock';
import { helpText, parseCommandLine } from './configuration/command-line';
import { ConfigurationError } from './configuration/configuration-error';
import { loadConfiguration } from './configuration/load-configuration';
import { createLog, type Log } from './log';
import { startGateway, type RunningGateway } from './start-gateway';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

async function main(): Promise<void> {
  const { config, json, help, version: showVersion } = parseCommandLine(process.argv.slice(2));
  if (help || showVersion) {
    process.stdout.write(help ? helpText() : `${version}\n`);
    return;
  }
  const { configuration, tls } = await loadConfiguration(config, process.env);
  const log = createLog(configuration.logLevel, systemClock, (line) => {
    process.stderr.write(line);
  });
  const gateway = await startGateway({ configuration, tls, clock: systemClock, log });
  const { wsUrl, pushBackUrl } = gateway;
  log('info', 'started', { version, wsUrl, pid: process.pid });
  const ready = json
    ? JSON.stringify({ event: 'ready', wsUrl, pushBackUrl })
    : `Clients connect to ${wsUrl}`;
  process.stdout.write(`${ready}\n`);
  stopOnSignal(gateway, log);
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

main().catch((error: unknown) => {
  const isUserMistake = error instanceof ConfigurationError || error instanceof RedisUnreachable;
  console.error(isUserMistake ? error.message : error);
  process.exitCode = 1;
});

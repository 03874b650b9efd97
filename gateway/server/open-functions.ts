import type { FunctionRole } from '../../protocol/events';
import type { Clock } from '../engine/clock';
import type { CallFunction } from '../invoke/call';
import { createFunctions, type CalledFunctions, type CallWatcher } from '../invoke/functions';
import { createHttpFunction } from '../invoke/http';
import { createMetadataCredentials, type GetCredentials } from '../invoke/metadata-credentials';
import { createScfCalls } from '../invoke/scf';
import { isUrl, type Configuration } from './configuration/parse-configuration';

const MS_PER_SECOND = 1_000;

/** The three functions as they are configured: each by its URL or by its name in SCF. */
export function openFunctions(
  configuration: Configuration,
  clock: Clock,
  watcher: CallWatcher,
): CalledFunctions {
  const { functionTimeout, scfNamespace: namespace, scfQualifier: qualifier } = configuration;
  const callScf = createScfCalls({
    endpoint: new URL(configuration.scfEndpoint),
    region: configuration.scfRegion ?? '',
    getCredentials: credentialsOf(configuration, clock),
    timeoutSeconds: functionTimeout,
  });
  const open = (role: FunctionRole): CallFunction => {
    const target = configuration[role];
    return isUrl(target)
      ? createHttpFunction({
          url: new URL(target),
          timeoutMs: functionTimeout * MS_PER_SECOND,
          // Transport would broadcast twice; the others write down what is so already.
          mayRunTwice: role !== 'transport',
        })
      : callScf({ functionName: target, namespace, qualifier });
  };
  const calls = {
    register: open('register'),
    transport: open('transport'),
    cleanup: open('cleanup'),
  };
  return createFunctions(calls, clock, watcher);
}

/** The role's, where one is named; else those of the environment, which are not renewed. */
function credentialsOf(
  { camRole, metadataEndpoint, accessKey }: Configuration,
  clock: Clock,
): GetCredentials {
  if (camRole !== undefined) return createMetadataCredentials(camRole, clock, metadataEndpoint);
  return () => Promise.resolve(accessKey ?? { secretId: '', secretKey: '' });
}

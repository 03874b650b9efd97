import { systemClock, type Clock } from '../gateway/engine/clock';
import type { GatewayOptions } from '../gateway/engine/gateway';
import type { SubUser } from './access-key';
import { APP_ID, randomCredentials, randomUin, type Credentials } from './account';
import type { CloudEvent, CloudObserver } from './cloud-event';
import { createCloudServices } from './cloud-services';
import { DataFolder, DataFolderError } from './data/data-folder';
import { readServiceStates } from './data/service-states';
import { Snapshots } from './data/snapshots';
import type { CloudFaults } from './faults';
import { createApiEndpoint } from './http/api-endpoint';
import { AUTHORITY_PATH, createAuthorityEndpoint } from './http/authority-endpoint';
import { startCloudServer, type CloudServer } from './http/cloud-server';
import { createCosEndpoint } from './http/cos-endpoint';
import { PageEndpoint } from './http/page-endpoint';
import { Inspector, INSPECTOR_PATH } from './inspector/inspector';
import { MachineError } from './machines/machine';
import type { FunctionRuntimeOptions } from './runtime/function-runtime';
import { ActionError } from './services/action-error';
import { cosHost } from './services/cos/cos-service';
import { skewedClock } from './skewed-clock';

export interface LocalCloudOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: '127.0.0.1';
  /** ap-guangzhou unless given. */
  readonly region?: string;
  /** The account's key; a new one for each start unless given. */
  readonly credentials?: Credentials;
  /** People of the account who may do only what their policies say. */
  readonly users?: readonly SubUser[];
  /** Where to keep everything over a restart, account and ports included; nowhere unless given. */
  readonly dataFolder?: string;
  readonly clock?: Clock;
  /** Milliseconds by which every push-back and every answer of COS is held back. */
  readonly delays?: { readonly pushBackMs?: number; readonly cosMs?: number };
  /** Hears what goes on; must not throw. */
  readonly observe?: CloudObserver;
  /** Whether API Gateway refuses to create anything, as Tencent's does since 2024-07-01. */
  readonly retired?: boolean;
  readonly functions?: Pick<FunctionRuntimeOptions, 'instanceCap' | 'whenBusy'>;
  /** Shows itself at `/_inspector`, from sources below the project's root; not unless given. */
  readonly inspector?: { readonly root: string };
  /** Makes the places in what a function says of its faults fit for people, such as lines of sources. */
  readonly placeInSources?: (text: string) => string;
  /** Trouble made on purpose; may change while the cloud runs. */
  readonly faults?: CloudFaults;
  /** Behaviour of all gateways where Tencent is silent. */
  readonly gateway?: Pick<GatewayOptions, 'switches' | 'limits' | 'faults'>;
}

/** A cloud on this machine: COS, SCF, API Gateway, CAM, tags and machines of one account in one region. */
export interface LocalCloud {
  /** e.g. `http://127.0.0.1:4567`: the endpoint of its APIs, its HTTP proxy, and its page. */
  readonly baseUrl: string;
  readonly port: number;
  readonly region: string;
  readonly appId: typeof APP_ID;
  /** The account's number, which no other local cloud has. */
  readonly uin: string;
  readonly credentials: Credentials;
  /** The variables by which the provider and proxied clients reach this cloud. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where the inspector is; nothing is there unless the options asked for it. */
  readonly inspectorUrl: string;
  /**
   * From now on `GET /` answers with this HTML, and windows on an earlier page load it. Returns
   * whether it is another one than before.
   */
  publishPage(html: string): boolean;
  /** Ends everything at once: connections, functions, ports. */
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const DEFAULT_REGION = 'ap-guangzhou';
const OWN_HOSTS = '127.0.0.1,localhost';

/**
 * Starts a local cloud, with nothing in it unless its folder holds what an earlier one has left.
 * Rejects with the system's own error when the port cannot be had, such as one with code
 * `EADDRINUSE`, and with a DataFolderError when the folder cannot be used.
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const { host = LOOPBACK, region = DEFAULT_REGION, dataFolder } = options;
  const server = await startCloudServer(host, options.port);
  let folder: DataFolder | undefined;
  try {
    folder = dataFolder === undefined ? undefined : DataFolder.open(dataFolder, region);
    return await serveCloud(options, server, folder);
  } catch (error) {
    await server.close();
    folder?.release();
    throw error;
  }
}

async function serveCloud(
  options: LocalCloudOptions,
  server: CloudServer,
  folder: DataFolder | undefined,
): Promise<LocalCloud> {
  const { delays = {}, faults = {} } = options;
  const clock = skewedClock(options.clock ?? systemClock, faults);
  const baseUrl = `http://${options.host ?? LOOPBACK}:${server.port}`;
  const account = folder?.account ?? {
    region: options.region ?? DEFAULT_REGION,
    uin: randomUin(),
    credentials: options.credentials ?? randomCredentials(),
  };
  const { region, uin, credentials } = account;

  function observe(event: CloudEvent): void {
    if (mayChangeState(event)) snapshots?.touch();
    inspector?.recorder.observe(event);
    options.observe?.(event);
  }

  const restored = folder && readServiceStates(folder);
  const inspector =
    options.inspector &&
    new Inspector({
      root: options.inspector.root,
      clock: options.clock ?? systemClock,
      faults,
      secrets: () => services.secrets(),
      functionNames: () => services.scf.names(),
      call: (functionName, event) => services.scf.run(functionName, event),
      close: (apiId, id) => services.apigateway.closeConnection(apiId, id),
    });
  const services = createCloudServices({
    ...options,
    faults,
    clock,
    account,
    baseUrl,
    restored,
    observe,
    traffic: inspector?.recorder,
    // With a port of its own the cloud is found again after a restart, and so is its chat.
    usualPort: options.port === 0 ? undefined : options.port + 1,
  });
  const snapshots =
    folder &&
    new Snapshots({
      folder,
      clock,
      states: () => services.states(),
      onFailure: (error) => {
        observe({ type: 'fault', error });
      },
    });
  try {
    await services.restore();
  } catch (cause) {
    await services.close();
    if (!isPortTaken(cause)) throw cause;
    throw new DataFolderError(
      'A port that clients were told to connect to is taken by another program. End that program, or choose another folder.',
      { cause },
    );
  }

  const page = new PageEndpoint();
  const authority = createAuthorityEndpoint(() => services.authority());
  const { findAccessKey, may } = services;
  server.serve({
    cosHost: cosHost(region),
    api: createApiEndpoint({
      services: services.api,
      region,
      clock,
      findAccessKey,
      may,
      observe,
      intercept: () => faults.api,
    }),
    cos: createCosEndpoint({
      cos: services.cos,
      clock,
      findAccessKey,
      observe,
      delayMs: delays.cosMs ?? 0,
      traffic: inspector?.recorder,
    }),
    page: (request) => {
      if (request.path === AUTHORITY_PATH) return authority(request);
      return inspector && isBelow(INSPECTOR_PATH, request.path)
        ? inspector.answer(request)
        : page.answer(request);
    },
    upgrade: (path, request, socket, head) => page.upgrade(path, request, socket, head),
    onFault: (error) => {
      observe({ type: 'fault', error });
    },
  });
  try {
    await services.startMachines();
  } catch (cause) {
    await services.close();
    if (!(cause instanceof ActionError || cause instanceof MachineError)) throw cause;
    throw new DataFolderError(
      `What an earlier local cloud ran cannot be started again: ${cause.message}\n` +
        'Where that cannot be mended, choose another folder.',
      { cause },
    );
  }

  return {
    baseUrl,
    port: server.port,
    region,
    appId: APP_ID,
    uin,
    credentials,
    environment: environmentOf(baseUrl, region, credentials),
    inspectorUrl: `${baseUrl}${INSPECTOR_PATH}`,
    publishPage: (html) => page.publish(html),
    async close() {
      await services.close();
      await server.close();
      snapshots?.close();
    },
  };
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen';
}

function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Whether something that is kept may be otherwise than before. */
function mayChangeState(event: CloudEvent): boolean {
  return (
    event.type === 'api call' ||
    (event.type === 'cos request' && event.method !== 'GET' && event.method !== 'HEAD')
  );
}

/** Everything that leads the provider, and clients that take an HTTP proxy, to this cloud alone. */
function environmentOf(
  baseUrl: string,
  region: string,
  { secretId, secretKey }: Credentials,
): Record<string, string> {
  return {
    TENCENTCLOUD_SECRET_ID: secretId,
    TENCENTCLOUD_SECRET_KEY: secretKey,
    TENCENTCLOUD_SECURITY_TOKEN: '',
    TENCENTCLOUD_REGION: region,
    TENCENTCLOUD_PROTOCOL: 'HTTP',
    TENCENTCLOUD_DOMAIN: 'tencentcloudapi.com',
    TENCENTCLOUD_COS_DOMAIN: `http://${cosHost(region)}`,
    HTTP_PROXY: baseUrl,
    // No exception of the user's own may lead past it. Pulumi's processes find each other without.
    NO_PROXY: OWN_HOSTS,
    no_proxy: OWN_HOSTS,
    // Minutes; without them the provider tries for 3 and 5 to reach a cloud that is gone.
    TENCENTCLOUD_READ_RETRY_TIMEOUT: '1',
    TENCENTCLOUD_WRITE_RETRY_TIMEOUT: '1',
  };
}

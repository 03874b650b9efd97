import type { Clock } from '../gateway/engine/clock';
import type { FindAccessKey, May } from './access-key';
import { APP_ID } from './account';
import type { StoredAccount } from './data/data-folder';
import type { ServiceStates } from './data/service-states';
import type { LocalCloudOptions } from './local-cloud';
import { createMachineRuntime, type MachineRuntime } from './machines/machine-runtime';
import { PublicAddresses } from './machines/public-addresses';
import { RedisProcess } from './machines/redis-process';
import { createFunctionRuntime } from './runtime/function-runtime';
import type { ApiService } from './services/action';
import { createApigateway } from './services/apigateway/apigateway-service';
import { createCam } from './services/cam/cam-service';
import { createCbs } from './services/cbs/cbs-service';
import { createClb } from './services/clb/clb-service';
import { LoadBalancerStore } from './services/clb/load-balancer-store';
import { Cos } from './services/cos/cos-service';
import { createCvm } from './services/cvm/cvm-service';
import { InstanceStore } from './services/cvm/instance-store';
import { createDnspod } from './services/dnspod/dnspod-service';
import { createRedis } from './services/redis/redis-service';
import { RedisStore } from './services/redis/redis-store';
import { createRegion } from './services/region/region-service';
import { createScf } from './services/scf/scf-service';
import { AccessKeys } from './services/sts/access-keys';
import { createTagService } from './services/tag/tag-service';
import { TagStore } from './services/tag/tag-store';
import { createVpc } from './services/vpc/vpc-service';
import type { Apigateway } from './services/apigateway/apigateway-service';
import type { Scf } from './services/scf/scf-service';
import type { TrafficObserver } from './traffic';

export interface CloudServicesOptions extends Pick<
  LocalCloudOptions,
  'delays' | 'faults' | 'functions' | 'gateway' | 'observe' | 'placeInSources' | 'retired' | 'users'
> {
  readonly clock: Clock;
  readonly account: StoredAccount;
  /** Where functions reach COS. */
  readonly baseUrl: string;
  readonly restored: ServiceStates | undefined;
  readonly traffic?: TrafficObserver | undefined;
  /** Where clients connect to a service of API Gateway, unless that port is taken. */
  readonly usualPort?: number | undefined;
}

/** All products of a local cloud, wired to one another. */
export interface CloudServices {
  readonly api: readonly ApiService[];
  readonly cos: Cos;
  readonly findAccessKey: FindAccessKey;
  readonly may: May;
  readonly scf: Pick<Scf, 'names' | 'run'>;
  readonly apigateway: Pick<Apigateway, 'closeConnection'>;
  /** As of a machine runtime. */
  readonly authority: MachineRuntime['authority'];
  /** Everything that is secret in the access keys there are now. */
  secrets(): Iterable<string>;
  /** What they hold at this moment. */
  states(): ServiceStates;
  /**
   * Takes over functions, then what calls them. Rejects with the system's own error when a port
   * that a service had is taken.
   */
  restore(): Promise<void>;
  /** Starts the machines that ran; they need the cloud to answer. */
  startMachines(): Promise<void>;
  /** Ends connections, machines and functions. */
  close(): Promise<void>;
}

/** Makes all products, with what an earlier cloud has left; what ran of it is not started yet. */
export function createCloudServices(options: CloudServicesOptions): CloudServices {
  const { clock, account, baseUrl, restored, faults = {}, delays = {} } = options;
  const { region, uin, credentials } = account;
  const observe = options.observe ?? (() => undefined);

  const tags = new TagStore(restored?.tag);
  const cam = createCam({ clock, tags, uin, restored: restored?.cam });
  const accessKeys = new AccessKeys(credentials, cam.roles, clock, options.users);
  const cos = new Cos({ clock, faults, region, uin, may: cam.may, restored: restored?.cos });
  const runtime = createFunctionRuntime({
    ...options.functions,
    clock,
    region,
    appId: APP_ID,
    uin,
    credentialsFor: (role) => accessKeys.forRole(role),
    platformEnvironment: { COS_ENDPOINT: baseUrl, LOG_FAULT_MESSAGES: 'yes' },
  });
  const scf = createScf({
    clock,
    region,
    uin,
    tags,
    runtime,
    mayAssume: (roleName) => cam.roles.isAssumableBy('scf.qcloud.com', roleName),
    onInvocation: (functionName, result) => {
      observe({ type: 'invocation', functionName, result });
    },
    traffic: options.traffic,
    placeInSources: options.placeInSources,
  });
  const instances = new InstanceStore(restored?.cvm);
  const balancers = new LoadBalancerStore(restored?.clb);
  const redisInstances = new RedisStore(restored?.redis);
  const occupants = () =>
    [instances, balancers, redisInstances].flatMap((store) => store.occupants());
  const publicAddresses = new PublicAddresses();
  const machines = createMachineRuntime({
    clock,
    region,
    baseUrl,
    issueCredentials: (role) => cam.roles.find({ name: role }) && accessKeys.issueFor(role),
    onLog: (instanceId, line) => observe({ type: 'machine log', instanceId, line }),
  });
  const vpc = createVpc({
    clock,
    tags,
    instances,
    occupants,
    port: publicAddresses,
    restored: restored?.vpc,
  });
  const clb = createClb({ clock, tags, balancers, instances, vpc, occupants });
  const redis = createRedis({
    clock,
    tags,
    region,
    instances: redisInstances,
    vpc,
    occupants,
    start: (definition) => RedisProcess.start(definition, clock),
  });
  const cvm = createCvm({
    clock,
    tags,
    region,
    instances,
    vpc,
    occupants,
    runtime: machines,
    mayAssume: (roleName) => cam.roles.isAssumableBy('cvm.qcloud.com', roleName),
    unbind: (addressId) => {
      publicAddresses.unbind(addressId);
    },
    onDeleted: (instanceId) => clb.forget(instanceId),
  });
  const dnspod = createDnspod(clock, restored?.dnspod);
  const { pushBackMs } = delays;
  const apigateway = createApigateway({
    gateway: {
      ...options.gateway,
      clock,
      faults: {
        ...(pushBackMs !== undefined && { pushBackDelayMs: pushBackMs }),
        ...options.gateway?.faults,
      },
    },
    faults,
    tags,
    backend: scf,
    retired: options.retired ?? false,
    observe: (apiId, environment, event) => {
      observe({ type: 'gateway', apiId, environment, event });
    },
    traffic: options.traffic,
    usualPort: options.usualPort,
  });

  return {
    api: [
      cam.service,
      createTagService(tags),
      scf.service,
      apigateway.service,
      vpc.service,
      cvm.service,
      createCbs(instances),
      dnspod.service,
      clb.service,
      redis.service,
      ...createRegion(region),
    ],
    cos,
    findAccessKey: accessKeys.find,
    may: cam.may,
    scf,
    apigateway,
    authority: () => machines.authority(),
    secrets: () => accessKeys.secrets(),
    states: () => ({
      tag: tags.snapshot(),
      cam: cam.snapshot(),
      scf: scf.snapshot(),
      apigateway: apigateway.snapshot(),
      cos: cos.snapshot(),
      vpc: vpc.snapshot(),
      cvm: cvm.snapshot(),
      dnspod: dnspod.snapshot(),
      clb: clb.snapshot(),
      redis: redis.snapshot(),
    }),
    async restore() {
      await scf.restore(restored?.scf ?? []);
      await apigateway.restore(restored?.apigateway ?? []);
    },
    async startMachines() {
      await redis.restore();
      await cvm.restore();
      await vpc.restore();
      await clb.restore();
    },
    async close() {
      await apigateway.close();
      publicAddresses.close();
      clb.close();
      await machines.close();
      await redis.close();
      await runtime.close();
    },
  };
}

import * as grpc from '@grpc/grpc-js';
import { EngineService } from '@pulumi/pulumi/proto/engine_grpc_pb';
import { type LogRequest, LogSeverity } from '@pulumi/pulumi/proto/engine_pb';
import { InvokeResponse } from '@pulumi/pulumi/proto/provider_pb';
import { ResourceMonitorService } from '@pulumi/pulumi/proto/resource_grpc_pb';
import {
  RegisterPackageResponse,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  RegisterResourceResponse,
  type ResourceInvokeRequest,
  type SupportsFeatureRequest,
  SupportsFeatureResponse,
} from '@pulumi/pulumi/proto/resource_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { propertiesOf, structOf, type Properties } from './properties';
import type { Goal, ResourceState } from './resource-state';

/** What a running program asks of the engine. */
export interface ProgramRequests {
  /** A resource's URN is made of these. */
  readonly project: string;
  readonly stack: string;
  register(goal: Goal): Promise<Pick<ResourceState, 'id' | 'outputs'>>;
  registerOutputs(urn: string, outputs: Properties): void;
  /** Reads a data source. */
  invoke(token: string, args: Properties): Promise<Properties>;
}

/** The engine's ear: the gRPC services that a program in another process talks to. */
export interface ProgramMonitor {
  readonly address: string;
  /** What the program has logged as errors. */
  readonly errors: readonly string[];
  close(): void;
}

/** What the SDK needs here: marks on secrets, and packages that a plugin takes as a parameter. */
const FEATURES = ['secrets', 'parameterization'];

/** Starts the services on a free port of this machine. */
export async function startProgramMonitor(requests: ProgramRequests): Promise<ProgramMonitor> {
  const errors: string[] = [];
  const server = new grpc.Server();
  server.addService(ResourceMonitorService, {
    supportsFeature: unary((request: SupportsFeatureRequest) =>
      new SupportsFeatureResponse().setHassupport(FEATURES.includes(request.getId())),
    ),
    registerPackage: unary(() => new RegisterPackageResponse().setRef('package')),
    invoke: unary(async (request: ResourceInvokeRequest) => {
      const result = await requests.invoke(request.getTok(), propertiesOf(request.getArgs()));
      return new InvokeResponse().setReturn(structOf(result));
    }),
    registerResource: unary(async (request: RegisterResourceRequest) => {
      const goal = goalOf(request, requests);
      const { id, outputs } = await requests.register(goal);
      return new RegisterResourceResponse().setUrn(goal.urn).setId(id).setObject(structOf(outputs));
    }),
    registerResourceOutputs: unary((request: RegisterResourceOutputsRequest) => {
      requests.registerOutputs(request.getUrn(), propertiesOf(request.getOutputs()));
      return new Empty();
    }),
    signalAndWaitForShutdown: unary(() => new Empty()),
  });
  server.addService(EngineService, {
    log: unary((request: LogRequest) => {
      if (request.getSeverity() === LogSeverity.ERROR) {
        errors.push(request.getMessage());
      }
      return new Empty();
    }),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, errors, close: () => server.forceShutdown() };
}

function goalOf(
  request: RegisterResourceRequest,
  { project, stack }: Pick<ProgramRequests, 'project' | 'stack'>,
): Goal {
  const type = request.getType();
  const [, , parentType] = request.getParent().split('::');
  const isTopLevel = parentType === undefined || parentType === 'pulumi:pulumi:Stack';
  const qualifiedType = isTopLevel ? type : `${parentType}$${type}`;
  return {
    urn: `urn:pulumi:${stack}::${project}::${qualifiedType}::${request.getName()}`,
    type,
    custom: request.getCustom(),
    inputs: propertiesOf(request.getObject()),
    dependencies: request.getDependenciesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    deleteBeforeReplace: request.getDeletebeforereplace(),
  };
}

/** A method with one request and one answer; whatever it throws goes to the program. */
function unary<Request, Answer>(
  handle: (request: Request) => Answer | Promise<Answer>,
): grpc.handleUnaryCall<Request, Answer> {
  return (call, done) => {
    void Promise.resolve(call.request)
      .then(handle)
      .then(
        (answer) => done(null, answer),
        (error: unknown) => done({ code: grpc.status.UNKNOWN, details: String(error) }),
      );
  };
}

/** What a function is made of, as CreateFunction and its updates gave it. */
export interface FunctionDefinition {
  readonly functionName: string;
  readonly namespace: string;
  /** `<file>.<export>`, e.g. `index.main_handler`; the file stands at the root of the zip. */
  readonly handler: string;
  /** e.g. `Nodejs20.19`. */
  readonly runtime: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Name of the CAM role whose credentials the function gets, if it has one. */
  readonly role: string | undefined;
}

/** Temporary credentials of a role, as they reach the function in TENCENTCLOUD_*. */
export interface RoleCredentials {
  readonly secretId: string;
  readonly secretKey: string;
  readonly sessionToken: string;
}

/** SCF's status of one call (583/42611). */
export const InvocationStatus = {
  ok: 200,
  /** The event is not JSON. */
  invalidEvent: 400,
  eventTooLarge: 406,
  answerTooLarge: 407,
  /** The handler threw, or its code could not be loaded. */
  userError: 430,
  /** No instance is free and no more may be started. */
  concurrency: 432,
  timeout: 433,
  memory: 434,
  /** The function was deleted before the call could end. */
  functionNotFound: 435,
  /** The handler's file exports no function of the handler's name. */
  handlerNotFound: 437,
  /** The code ended its own process. */
  processExit: 439,
  /** Loading the code took too long. */
  initializationTimeout: 450,
} as const;

export type InvocationStatus = (typeof InvocationStatus)[keyof typeof InvocationStatus];

/** The result of one call, in the terms InvokeFunction answers with. */
export interface InvocationResult {
  readonly requestId: string;
  readonly status: InvocationStatus;
  /** The return value as JSON text; empty when the call failed. */
  readonly returnMessage: string;
  /** JSON text `{errorCode, errorMessage, requestId, statusCode}`; empty when the call succeeded. */
  readonly errorMessage: string;
  /** The call's log in SCF's form: START, Event, lines, END, Report; empty when no instance ran it. */
  readonly log: string;
  readonly durationMs: number;
  readonly memoryBytes: number;
  /** Whether the call had to start an instance first. */
  readonly coldStart: boolean;
}

/**
 * The `errNo` values of this system. 0 means success everywhere; the gateway refuses a connection
 * whose register reply carries anything else. 101 and 102 are those of Tencent's own sample
 * functions (583/32552); the others are ours.
 */
export const ErrNo = {
  ok: 0,
  /** The event has no `requestContext`. */
  noRequestContext: 101,
  /** The event has no usable `websocket` part. */
  noWebsocket: 102,
  /** The registry could not be reached, or did not do what it was asked. */
  registryUnavailable: 201,
  /** The function's own environment is incomplete. */
  misconfigured: 202,
  /** The push-back URL did not do what it was asked, and may do so later. */
  pushBackUnavailable: 203,
  /** A fault of the function itself; its log says more. */
  internalFault: 204,
  /** The client has not shown that it may come in. */
  accessRefused: 205,
  /** Push-back: no open connection has this id. */
  unknownConnection: 301,
  /** Push-back: the body is not a valid push-back request. */
  malformedPushBack: 302,
  /** Push-back: the client reads more slowly than it is sent to; it may catch up. */
  slowConnection: 303,
  /** Push-back: the node that holds the connection cannot be reached now. */
  unreachableConnection: 304,
  /** Push-back: more in a second than the gateway takes. */
  tooManyPushBacks: 305,
  /** Error frame: the message is longer than the gateway takes. */
  messageTooLarge: 401,
  /** Error frame: more messages in a second than the gateway takes from one connection. */
  tooManyMessages: 402,
} as const;

export type ErrNo = (typeof ErrNo)[keyof typeof ErrNo];

import {
  EventError,
  parseCleanup,
  parseConnecting,
  parseTransport,
} from '../../../functions/invocation/parse-event';

function errorOf(parse: () => unknown): EventError {
  try {
    parse();
  } catch (error) {
    if (error instanceof EventError) return error;
    throw error;
  }
  throw new Error('The event was accepted.');
}

function errNoOf(parse: () => unknown): number {
  return errorOf(parse).errNo;
}

const ID = 'a+/b==';
const CONNECTING = { action: 'connecting', secConnectionID: ID };
const DATA_SEND = { action: 'data send', secConnectionID: ID, dataType: 'text', data: '' };
const NOT_OBJECTS = [undefined, null, '', 'text', 0, true, []];
const NOT_IDS = [undefined, null, '', 1, {}, [ID], 'x'.repeat(257)];

describe('a connecting event', () => {
  it('is taken with any requestContext, since nothing in it is used', () => {
    const event = { requestContext: {}, websocket: { ...CONNECTING, secWebSocketProtocol: 'a,b' } };
    expect(parseConnecting(event)).toEqual(event.websocket);
  });

  it.each(NOT_OBJECTS)('is answered with 101 when it is %p', (event) => {
    expect(errNoOf(() => parseConnecting(event))).toBe(101);
  });

  it.each(NOT_OBJECTS)('is answered with 101 when requestContext is %p', (requestContext) => {
    expect(errNoOf(() => parseConnecting({ requestContext, websocket: CONNECTING }))).toBe(101);
  });

  it.each([
    ...NOT_OBJECTS,
    {},
    { ...CONNECTING, action: 'closing' },
    ...NOT_IDS.map((secConnectionID) => ({ ...CONNECTING, secConnectionID })),
    { ...CONNECTING, secWebSocketProtocol: ['scf-chat'] },
    { ...CONNECTING, secWebSocketExtensions: 1 },
  ])('is answered with 102 when websocket is %j', (websocket) => {
    expect(errNoOf(() => parseConnecting({ requestContext: {}, websocket }))).toBe(102);
  });

  it("has the texts of Tencent's sample functions in its answers, and the place of the fault", () => {
    expect(() => parseConnecting({})).toThrow(/^not found request context$/);
    expect(() => parseConnecting({ requestContext: {} })).toThrow(/^not found web socket/);
    const event = { requestContext: {}, websocket: { ...CONNECTING, secConnectionID: 7 } };
    expect(() => parseConnecting(event)).toThrow('websocket.secConnectionID');
  });
});

describe('a data send event', () => {
  it.each([
    DATA_SEND,
    { ...DATA_SEND, action: 'data recv' },
    { ...DATA_SEND, dataType: 'binary', data: 'AA==' },
  ])('is taken: %j', (websocket) => {
    expect(parseTransport({ websocket })).toEqual(websocket);
  });

  it.each(NOT_OBJECTS)('is answered with 102 when it is %p', (event) => {
    expect(errNoOf(() => parseTransport(event))).toBe(102);
  });

  it.each([
    ...NOT_OBJECTS,
    {},
    CONNECTING,
    ...NOT_IDS.map((secConnectionID) => ({ ...DATA_SEND, secConnectionID })),
    { ...DATA_SEND, dataType: 'json' },
    { ...DATA_SEND, data: undefined },
    { ...DATA_SEND, data: { text: 'x' } },
  ])('is answered with 102 when websocket is %j', (websocket) => {
    expect(errNoOf(() => parseTransport({ websocket }))).toBe(102);
  });

  it('has nothing of the message in its error', () => {
    const event = { websocket: { ...DATA_SEND, data: 'a secret', dataType: 'a secret' } };
    const { message, detail } = errorOf(() => parseTransport(event));
    expect(message + detail).not.toContain('secret');
  });
});

describe('an event for cleanup', () => {
  it.each(['closing', 'disconnect'])('is taken with the action %s', (action) => {
    const websocket = { action, secConnectionID: ID };
    expect(parseCleanup({ websocket })).toEqual(websocket);
  });

  it.each([
    ...NOT_OBJECTS,
    {},
    { action: 'connecting', secConnectionID: ID },
    ...NOT_IDS.map((secConnectionID) => ({ action: 'closing', secConnectionID })),
    ...NOT_IDS.map((secConnectionID) => ({ action: 'disconnect', secConnectionID })),
  ])('is answered with 102 when websocket is %j', (websocket) => {
    expect(errNoOf(() => parseCleanup({ websocket }))).toBe(102);
  });
});

import { decodeMessage, encodeMessage, type NodeMessage } from '../../../gateway/cluster/messages';
import { toConnectionId } from '../../../protocol/connection-id';

const PUSH = { type: 'push', number: 7, from: 'a1', ids: [toConnectionId('x+/==')] } as const;

describe('what nodes tell each other', () => {
  it.each<NodeMessage>([
    { ...PUSH, content: { action: 'closing' } },
    { ...PUSH, content: { action: 'data send', payload: '你好\u0000' } },
    { ...PUSH, content: { action: 'data send', payload: Buffer.from([0, 255]) } },
    { ...PUSH, content: { action: 'data send', payload: Buffer.alloc(0) } },
    { type: 'pushed', number: 7, deliveries: ['delivered', 'gone', 'slow', 'unreachable'] },
  ])('comes out as it went in: %j', (message) => {
    expect(decodeMessage(encodeMessage(message))).toEqual(message);
  });

  it.each(['', 'x', '{}', '{"type":"pushed","number":1,"deliveries":["eaten"]}', 'null'])(
    'is nothing where it is %j',
    (text) => {
      expect(decodeMessage(text)).toBeUndefined();
    },
  );
});

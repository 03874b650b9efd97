import * as v from 'valibot';
import { AccessError, openAccess as everybody } from '../../../functions/access/access';
import { register } from '../../../functions/cores/register';
import { RegistryError } from '../../../functions/registry/registry';
import { toConnectionId } from '../../../protocol/connection-id';
import { RegisterReplySchema } from '../../../protocol/register-reply';
import { InMemoryRegistry } from '../../support/in-memory-registry';

const CONNECTING = { action: 'connecting', secConnectionID: toConnectionId('a+/b==') } as const;

describe('register', () => {
  it('stores the connection, then accepts it', async () => {
    const registry = new InMemoryRegistry();
    const { reply } = await register(CONNECTING, { registry, access: everybody });
    expect(registry.ids).toEqual(['a+/b==']);
    expect(reply).toStrictEqual({
      errNo: 0,
      errMsg: 'ok',
      websocket: { action: 'connecting', secConnectionID: 'a+/b==' },
    });
    expect(v.is(RegisterReplySchema, reply)).toBe(true);
  });

  it('echoes one offered subprotocol and no extension', async () => {
    const connecting = {
      ...CONNECTING,
      secWebSocketProtocol: 'token.secret, scf-chat',
      secWebSocketExtensions: 'permessage-deflate; client_max_window_bits',
    };
    const { reply } = await register(connecting, {
      registry: new InMemoryRegistry(),
      access: everybody,
    });
    expect(reply.websocket).toStrictEqual({
      action: 'connecting',
      secConnectionID: 'a+/b==',
      secWebSocketProtocol: 'scf-chat',
    });
  });

  it('lets nobody in whom it cannot store', async () => {
    const registry = new InMemoryRegistry();
    registry.broken = true;
    await expect(register(CONNECTING, { registry, access: everybody })).rejects.toThrow(
      RegistryError,
    );
  });

  it('logs no more of the connection than 8 digits of its hash', async () => {
    const { fields } = await register(CONNECTING, {
      registry: new InMemoryRegistry(),
      access: everybody,
    });
    expect(fields).toEqual({ connection: expect.stringMatching(/^[0-9a-f]{8}$/) as string });
  });

  it('stores nobody whom access control does not let in', async () => {
    const registry = new InMemoryRegistry();
    const access = { check: () => Promise.reject(new AccessError('closed today')) };
    await expect(register(CONNECTING, { registry, access })).rejects.toThrow('closed today');
    expect(registry.calls).toEqual([]);
  });
});

import { chooseSubprotocol, offeredSubprotocols } from '../../../functions/cores/subprotocol';

describe('the subprotocol that register echoes', () => {
  it.each([
    ['nothing is offered', undefined, undefined],
    ['the offer is empty', '', undefined],
    ['the offer is nothing but commas', ' , ,', undefined],
    ['the chat is the only one', 'scf-chat', 'scf-chat'],
    ['the chat stands before a token', 'scf-chat, token.abc', 'scf-chat'],
    ['the chat stands last', 'token.abc ,scf-chat', 'scf-chat'],
    ['the chat is not offered', 'graphql-ws,mqtt', 'graphql-ws'],
    ['a token stands alone', 'scf-chat.token.abc', undefined],
    ['a JWT stands first', 'scf-chat.jwt.a.b.c, mqtt', 'mqtt'],
    ['a name only holds that of the chat', 'scf-chat2, mqtt', 'scf-chat2'],
  ])('when %s', (_case, offered, chosen) => {
    expect(chooseSubprotocol(offeredSubprotocols(offered))).toBe(chosen);
  });
});

import { parseRequestTarget } from '../../../localcloud/http/request-target';

describe('a request target', () => {
  it('in absolute form names its host, whatever the Host header says', () => {
    expect(parseRequestTarget('http://a.example/x%20y?q=1?2', 'b.example')).toEqual({
      host: 'a.example',
      path: '/x%20y',
      query: 'q=1?2',
    });
  });

  it.each([
    ['http://a.example', '/', ''],
    ['http://a.example?acl', '/', 'acl'],
    ['HTTP://a.example/', '/', ''],
  ])('%s has the path %s', (target, path, query) => {
    expect(parseRequestTarget(target, '')).toEqual({ host: 'a.example', path, query });
  });

  it('in origin form leaves the host to the Host header', () => {
    expect(parseRequestTarget('/x?y', 'b.example')).toEqual({
      host: 'b.example',
      path: '/x',
      query: 'y',
    });
  });

  it.each(['*', 'b.example:443', 'https://a.example/', ''])('of the form %s is none', (target) => {
    expect(parseRequestTarget(target, 'b.example')).toBeUndefined();
  });
});

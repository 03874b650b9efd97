import { destinationOf, type OwnHosts } from '../../../localcloud/http/destination';

const own: OwnHosts = {
  names: ['127.0.0.1', 'localhost'],
  port: 4000,
  cosHost: 'cos.ap-guangzhou.myqcloud.com',
};

describe('where a request goes', () => {
  it.each([
    ['scf.tencentcloudapi.com', { type: 'api', product: 'scf' }],
    ['scf.tencentcloudapi.com:80', { type: 'api', product: 'scf' }],
    ['SCF.ap-guangzhou.tencentcloudapi.com', { type: 'api', product: 'scf' }],
    ['b-1250000000.cos.ap-guangzhou.myqcloud.com', { type: 'bucket', bucket: 'b-1250000000' }],
    ['cos.ap-guangzhou.myqcloud.com', { type: 'cos without bucket' }],
    ['127.0.0.1:4000', { type: 'self' }],
    ['localhost:4000', { type: 'self' }],
  ])('%s is ours', (host, destination) => {
    expect(destinationOf(host, own)).toEqual(destination);
  });

  it.each([
    '127.0.0.1',
    '127.0.0.1:4001',
    'example.com',
    'example.com:4000',
    'tencentcloudapi.com',
    'tencentcloudapi.com.example.com',
    'b-1250000000.cos.ap-shanghai.myqcloud.com',
    'a.b.cos.ap-guangzhou.myqcloud.com',
    'b-1250000000.cos.ap-guangzhou.myqcloud.com:8080',
    '',
  ])('%s is foreign', (host) => {
    expect(destinationOf(host, own)).toEqual({ type: 'foreign' });
  });
});

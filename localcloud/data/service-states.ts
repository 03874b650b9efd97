import { ApigatewaySnapshot } from '../services/apigateway/snapshot';
import { CamSnapshot } from '../services/cam/snapshot';
import { ClbSnapshot } from '../services/clb/snapshot';
import { CosSnapshot } from '../services/cos/snapshot';
import { CvmSnapshot } from '../services/cvm/snapshot';
import { DnspodSnapshot } from '../services/dnspod/snapshot';
import { RedisSnapshot } from '../services/redis/snapshot';
import { ScfSnapshot } from '../services/scf/snapshot';
import { TagSnapshot } from '../services/tag/snapshot';
import { VpcSnapshot } from '../services/vpc/snapshot';
import type { DataFolder } from './data-folder';

/** What each service holds, by the name it is kept under. */
export interface ServiceStates {
  readonly tag: TagSnapshot;
  readonly cam: CamSnapshot;
  readonly scf: ScfSnapshot;
  readonly apigateway: ApigatewaySnapshot;
  readonly cos: CosSnapshot;
  readonly vpc: VpcSnapshot;
  readonly cvm: CvmSnapshot;
  readonly dnspod: DnspodSnapshot;
  readonly clb: ClbSnapshot;
  readonly redis: RedisSnapshot;
}

const NO_NETWORKS: VpcSnapshot = { vpcs: [], subnets: [], groups: [], addresses: [] };

/**
 * What an earlier cloud has left in a folder; nothing yet in a new one.
 *
 * @throws DataFolderError when it cannot be read any more
 */
export function readServiceStates(folder: DataFolder): ServiceStates | undefined {
  const tag = folder.read('tag', TagSnapshot);
  const cam = folder.read('cam', CamSnapshot);
  const scf = folder.read('scf', ScfSnapshot);
  const apigateway = folder.read('apigateway', ApigatewaySnapshot);
  const cos = folder.read('cos', CosSnapshot);
  // A folder of before there were machines, or several of them, has none.
  const vpc = folder.read('vpc', VpcSnapshot) ?? NO_NETWORKS;
  const cvm = folder.read('cvm', CvmSnapshot) ?? [];
  const dnspod = folder.read('dnspod', DnspodSnapshot) ?? [];
  const clb = folder.read('clb', ClbSnapshot) ?? [];
  const redis = folder.read('redis', RedisSnapshot) ?? [];
  folder.sweep();
  const ofMachines = { vpc, cvm, dnspod, clb, redis };
  return (
    tag && cam && scf && apigateway && cos && { tag, cam, scf, apigateway, cos, ...ofMachines }
  );
}

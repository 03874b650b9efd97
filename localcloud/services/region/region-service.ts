import * as v from 'valibot';
import { defineAction, type ApiService } from '../action';
import { zonesOf } from '../cvm/catalogue';

const DescribeZones = v.strictObject({ Product: v.string() });

/** Zone 6 of Guangzhou is 100006. What other regions' numbers begin with does not matter here. */
const FIRST_ZONE_ID = 100_000;

/** The number of a zone, such as 100006 for `ap-guangzhou-6`. */
export function zoneIdOf(zone: string): number {
  return FIRST_ZONE_ID + Number(zone.split('-').at(-1));
}

/**
 * The product that tells which zones there are, under both of its names: `region`, version
 * 2022-06-27, and `api`, version 2020-11-06. Here every product is sold in every zone.
 */
export function createRegion(region: string): ApiService[] {
  const actions = {
    DescribeZones: defineAction(DescribeZones, () => {
      const zones = zonesOf(region);
      return {
        TotalCount: zones.length,
        ZoneSet: zones.map((zone) => ({
          Zone: zone,
          ZoneName: zone,
          ZoneId: String(zoneIdOf(zone)),
          ZoneState: 'AVAILABLE',
          ParentZone: '',
          ParentZoneId: '',
          ParentZoneName: '',
          ZoneType: 'STANDARD',
          MachineRoomTypeMC: '',
          ZoneIdMC: '',
        })),
      };
    }),
  };
  return [
    { product: 'region', version: '2022-06-27', regional: false, actions },
    { product: 'api', version: '2020-11-06', regional: false, actions },
  ];
}

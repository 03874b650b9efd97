/** A type of machine that can be had: processors and memory in GB. */
export interface MachineType {
  readonly cpu: number;
  readonly memory: number;
}

/** Some of Tencent's small ones. Here they differ in name only. */
export const MACHINE_TYPES: Readonly<Record<string, MachineType>> = {
  'S5.SMALL2': { cpu: 1, memory: 2 },
  'S5.MEDIUM2': { cpu: 2, memory: 2 },
  'S5.MEDIUM4': { cpu: 2, memory: 4 },
  'S5.LARGE8': { cpu: 4, memory: 8 },
  'SA2.MEDIUM2': { cpu: 2, memory: 2 },
  'SA2.MEDIUM4': { cpu: 2, memory: 4 },
  'SA5.MEDIUM2': { cpu: 2, memory: 2 },
  'SA5.MEDIUM4': { cpu: 2, memory: 4 },
};

/** The zones of a region that has two of them. */
export function zonesOf(region: string): string[] {
  return [`${region}-6`, `${region}-7`];
}

/** The one public image, as DescribeImages shows it. */
export const IMAGE = {
  ImageId: 'img-deb12',
  OsName: 'Debian 12.8 64bit',
  ImageType: 'PUBLIC_IMAGE',
  CreatedTime: '2026-01-01T00:00:00Z',
  ImageName: 'Debian 12.8 64bit',
  ImageDescription: '',
  ImageSize: 20,
  Architecture: 'x86_64',
  ImageState: 'NORMAL',
  Platform: 'Debian',
  ImageCreator: '',
  ImageSource: 'OFFICIAL',
  SyncPercent: 100,
  IsSupportCloudinit: true,
  SnapshotSet: [],
  Tags: [],
  LicenseType: '',
  ImageFamily: '',
  ImageDeprecated: false,
} as const;

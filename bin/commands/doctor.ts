import { findChromium } from '../chromium-path';
import type { CommandContext } from '../context';
import { checkAccount } from '../doctor/account';
import { hostsFor, type CloudNeeds } from '../doctor/hosts';
import { checkHosts, checkProxy } from '../doctor/network';
import { checkProject } from '../doctor/project';
import { checkPulumiTools } from '../doctor/pulumi-tools';
import { jsonReport, textReport, verdict } from '../doctor/report';
import { checkTestPrograms } from '../doctor/test-programs';
import { readStackSettings } from '../pulumi/stack-settings';
import { missingTools, pulumiTools } from '../pulumi/tools';

export interface DoctorOptions {
  readonly version: string;
  /** Whose gateway and region decide which hosts are needed. */
  readonly stack: string;
  readonly json?: boolean;
  /** Whether what `up` needs is asked for as well. */
  readonly deploy?: boolean;
}

/** Tells what is here and what is not, and what to do; fails where something needed is missing. */
export async function doctor(
  { root }: CommandContext,
  { version, stack, json = false, deploy = false }: DoctorOptions,
): Promise<void> {
  const environment = process.env;
  const tools = pulumiTools(root, environment);
  const hosts = hostsFor(tools, needsOf(root, stack), environment['npm_config_registry']);
  const findings = [
    ...checkProject(root, version, environment),
    ...checkPulumiTools(tools),
    ...checkAccount(root, environment),
    checkProxy(environment, missingTools(tools).includes(tools.cli)),
    ...(await checkHosts(hosts)),
    ...checkTestPrograms(findChromium),
  ];
  process.stdout.write((json ? jsonReport : textReport)(findings, { deploy }));
  if (findings.some((finding) => verdict(finding, { deploy }) === 'missing')) {
    process.exitCode = 1;
  }
}

function needsOf(root: string, stack: string): CloudNeeds {
  const { project, plain } = readStackSettings(root, stack);
  const setting = (name: string) => plain[`${project}:${name}`];
  return {
    region: plain['tencentcloud:region'] ?? process.env['TENCENTCLOUD_REGION'] ?? 'ap-guangzhou',
    gateway: setting('gateway') ?? '',
    gatewayNodes: setting('gatewayNodes'),
    dnsZone: setting('dnsZone'),
  };
}

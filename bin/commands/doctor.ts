import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { chromiumPath } from '../chromium-path';
import type { CommandContext } from '../context';
import { checkAccount } from '../doctor/account';
import { hostsFor } from '../doctor/hosts';
import { checkHosts, checkProxy } from '../doctor/network';
import { checkProject } from '../doctor/project';
import { checkPulumiTools } from '../doctor/pulumi-tools';
import { jsonReport, textReport, verdict } from '../doctor/report';
import { checkTestPrograms } from '../doctor/test-programs';
import { missingTools, pulumiTools } from '../pulumi/tools';

export interface DoctorOptions {
  readonly version: string;
  readonly json?: boolean;
  /** Whether what `up` needs is asked for as well. */
  readonly deploy?: boolean;
}

/** Tells what is here and what is not, and what to do; fails where something needed is missing. */
export async function doctor(
  { root }: CommandContext,
  { version, json = false, deploy = false }: DoctorOptions,
): Promise<void> {
  const environment = process.env;
  const tools = pulumiTools(root, environment);
  const hosts = hostsFor(tools, regionOf(root), environment['npm_config_registry']);
  const findings = [
    ...checkProject(root, version, environment),
    ...checkPulumiTools(tools),
    ...checkAccount(root, environment),
    checkProxy(environment, missingTools(tools).includes(tools.cli)),
    ...(await checkHosts(hosts)),
    ...checkTestPrograms(chromiumPath),
  ];
  process.stdout.write((json ? jsonReport : textReport)(findings, { deploy }));
  if (findings.some((finding) => verdict(finding, { deploy }) === 'missing')) {
    process.exitCode = 1;
  }
}

/** The region that Pulumi.yaml names for every stack that names none. */
function regionOf(root: string): string {
  const { config } = parse(readFileSync(path.join(root, 'Pulumi.yaml'), 'utf8')) as {
    config: { 'tencentcloud:region': { value: string } };
  };
  return config['tencentcloud:region'].value;
}

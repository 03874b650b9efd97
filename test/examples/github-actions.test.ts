import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { isPulumiCommand } from '../../bin/pulumi/commands';
import { ROOT } from '../support/program-under-mocks';

const FOLDER = 'examples/github-actions';

/** As much of GitHub's workflow syntax as these two use, so that a misspelt key is an error. */
const Expressions = v.record(v.string(), v.string());
const Step = v.strictObject({
  name: v.optional(v.string()),
  if: v.optional(v.string()),
  uses: v.optional(v.string()),
  with: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))),
  run: v.optional(v.string()),
  shell: v.optional(v.literal('bash')),
  env: v.optional(Expressions),
});
const OwnJob = v.strictObject({
  name: v.optional(v.string()),
  'runs-on': v.literal('ubuntu-latest'),
  environment: v.optional(v.string()),
  'timeout-minutes': v.number(),
  env: v.optional(Expressions),
  steps: v.array(Step),
});
const CallingJob = v.strictObject({
  if: v.optional(v.string()),
  needs: v.optional(v.string()),
  strategy: v.optional(
    v.strictObject({
      'fail-fast': v.boolean(),
      matrix: v.strictObject({ stack: v.array(v.string()) }),
    }),
  ),
  uses: v.literal('./.github/workflows/pulumi.yml'),
  with: v.strictObject({ command: v.string(), stack: v.string(), environment: v.string() }),
  secrets: v.literal('inherit'),
});
const Workflow = v.strictObject({
  name: v.string(),
  on: v.record(v.string(), v.looseObject({})),
  permissions: v.strictObject({ contents: v.literal('read') }),
  concurrency: v.optional(v.strictObject({ group: v.string(), 'cancel-in-progress': v.string() })),
  jobs: v.record(v.string(), v.union([OwnJob, CallingJob])),
});

function read(name: string) {
  const text = readFileSync(path.join(ROOT, FOLDER, name), 'utf8');
  const workflow = v.parse(Workflow, parse(text));
  return { text, ...workflow, allJobs: Object.values(workflow.jobs) };
}

const callingJobs = () => {
  const jobs = Object.entries(read('deploy.yml').jobs);
  return jobs.flatMap(([name, job]) => ('with' in job ? [{ name, ...job }] : []));
};
const stepsOf = (name: string) =>
  read(name).allJobs.flatMap((job) => ('steps' in job ? job.steps : []));

describe.each(['deploy.yml', 'pulumi.yml'])('the workflow %s', (name) => {
  it('uses actions of a certain commit only, and says which version that is', () => {
    const uses = [...read(name).text.matchAll(/uses: (.+)/g)].map(([, what = '']) => what);
    for (const what of uses.filter((one) => !one.startsWith('./'))) {
      expect(what).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it('puts nothing that others can write into a script', () => {
    for (const { run } of stepsOf(name)) expect(run ?? '').not.toContain('${{');
  });

  it('leaves no credentials in the checkout', () => {
    const checkouts = stepsOf(name).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts).not.toEqual([]);
    for (const step of checkouts) expect(step.with).toEqual({ 'persist-credentials': false });
  });
});

describe('deploying from CI', () => {
  it('runs commands that there are, with the variables that they read', () => {
    for (const { with: inputs } of callingJobs()) {
      expect(isPulumiCommand(inputs.command)).toBe(true);
    }
    const { text } = read('pulumi.yml');
    const names = [...text.matchAll(/secrets\.(\w+)/g)].map(([, secret]) => secret);
    expect(names).toEqual([
      'TENCENTCLOUD_SECRET_ID',
      'TENCENTCLOUD_SECRET_KEY',
      'PULUMI_ACCESS_TOKEN',
    ]);
    const docs = readFileSync(path.join(ROOT, 'docs/deploy-from-ci.md'), 'utf8');
    for (const secret of names) expect(docs).toContain(`\`${String(secret)}\``);
  });

  it('previews every environment for a pull request, but not for a fork', () => {
    const [preview, ...others] = callingJobs().filter((job) => job.with.command === 'preview');
    expect(others).toEqual([]);
    expect(preview?.strategy?.matrix.stack).toEqual(['dev', 'staging', 'prod']);
    expect(preview?.if).toContain("github.event_name == 'pull_request'");
    expect(preview?.if).toContain('head.repo.full_name == github.repository');
  });

  it('brings main to one environment after the other, behind the tests', () => {
    const ups = callingJobs().filter((job) => job.with.command === 'up');
    expect(ups.map(({ name, needs }) => [name, needs])).toEqual([
      ['dev', 'test'],
      ['staging', 'dev'],
      ['prod', 'staging'],
    ]);
    for (const { name, with: inputs } of ups) {
      expect(inputs).toEqual({ command: 'up', stack: name, environment: name });
    }
    expect(ups[0]?.if).toBe("github.event_name == 'push'");
  });

  it('never cuts an update off, nor runs two of one stack at once', () => {
    const { concurrency } = read('pulumi.yml');
    expect(concurrency?.['cancel-in-progress']).toBe("${{ inputs.command == 'preview' }}");
    expect(concurrency?.group).toContain('${{ inputs.stack }}');
  });

  it('refuses to keep the state on a runner', () => {
    const steps = stepsOf('pulumi.yml');
    const guard = steps.findIndex(({ run }) => run?.includes('test -n "$PULUMI_BACKEND_URL"'));
    const pulumi = steps.findIndex(({ run }) => run?.includes('npm run --silent'));
    expect(guard).toBeGreaterThan(-1);
    expect(guard).toBeLessThan(pulumi);
  });
});

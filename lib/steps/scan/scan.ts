import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { putMetrics } from '../observe/metrics';
import { EcrRepository, ecrRepository } from '../registry/ecr-repository';
import { imagesOf } from '../registry/images';
import { login } from '../registry/login';
import { Step, StepFailure } from '../step';
import { AwsError } from '../world/aws';
import { given } from '../world/variables';
import { wordsOf } from '../world/words-of';
import { World } from '../world/world';
import { Finding } from './findings';
import { ImageFindings } from './image-findings';
import { judge, Judgement } from './judge';
import { ScanOptions, scanOptions } from './scan-options';
import { otherKind } from './scan-status';

/** Lets an image pass whose findings are within the limits. An index is not scanned itself, but each image in it is. */
export const scan: Step = async world => {
  const { REPOSITORY = '', REPOSITORY_ARN = '', IMAGE_DIGEST = '' } = world.variables;
  const options = scanOptions(await scanText(world));
  const repository = ecrRepository(REPOSITORY);
  await requireKind(world, repository, options.kind);
  await login(world, repository.host);
  const findings: Finding[] = [];
  for (const digest of await imagesOf(world, repository.uri, IMAGE_DIGEST)) {
    world.say(`the findings of ${repository.uri}@${digest}`);
    findings.push(...await new ImageFindings(world, { repository, repositoryArn: REPOSITORY_ARN, digest, options }).read());
  }
  const judgement = judged(findings, options, new Date(world.now()).toISOString().slice(0, 10));
  const { counts, accepted, broken, first, lines } = judgement;
  lines.forEach(line => world.say(line));
  await putMetrics(world, Object.entries(counts).map(([level, count]) =>
    ({ MetricName: 'Findings', Dimensions: [{ Name: 'Severity', Value: level }], Value: count, Unit: 'Count' })));
  if (broken !== '') {
    throw new StepFailure(`findings beyond the limits: ${broken}; the first are ${first}: fix them, or accept them for a time by the option "accepted" of ImageScan`);
  }
  world.say('the findings are within the limits');
  return { FINDINGS: JSON.stringify({ ...counts, ACCEPTED: accepted }), SCANNED: options.kind };
};

/** Long lists come as a file: the variables of a build together may have some thousand characters. */
async function scanText(world: World): Promise<string> {
  const { SCAN = '', SCAN_FILE = '' } = world.variables;
  if (SCAN_FILE === '') return SCAN;
  const [bucket] = SCAN_FILE.split('/', 1);
  const archive = join(world.work, 'scan.zip');
  try {
    const { Body } = await world.aws.call('s3', 'GetObject', { Bucket: bucket, Key: SCAN_FILE.slice(bucket.length + 1) });
    mkdirSync(world.work, { recursive: true });
    writeFileSync(archive, await Body.transformToByteArray());
  } catch (error) {
    throw new StepFailure(`cannot read what the scan may find from ${SCAN_FILE}`, error instanceof AwsError ? wordsOf(error) : String(error));
  }
  const { code, stdout } = await world.run('unzip', ['-p', archive, given(world, 'SCAN_ENTRY') ?? 'scan.json']);
  if (code !== 0) {
    throw new StepFailure(`what the scan may find cannot be unpacked from ${SCAN_FILE}`);
  }
  return stdout;
}

/** The setting of a registry can only be asked for in its own account. Where it cannot be, the findings tell it. */
async function requireKind(world: World, repository: EcrRepository, kind: ScanOptions['kind']): Promise<void> {
  const set = await kindOfRegistry(world, repository);
  if (kind === 'basic' && set === 'ENHANCED' || kind === 'inspector' && set === 'BASIC') {
    throw new StepFailure(otherKind(kind, repository.uri));
  }
}

async function kindOfRegistry(world: World, { account, region }: EcrRepository): Promise<unknown> {
  try {
    const { registryId, scanningConfiguration } = await world.aws.call('ecr', 'GetRegistryScanningConfiguration', {}, { region });
    return registryId === account ? scanningConfiguration?.scanType : undefined;
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

function judged(findings: readonly Finding[], options: ScanOptions, today: string): Judgement {
  try {
    return judge(findings, options, today);
  } catch (error) {
    throw new StepFailure('the findings could not be judged', String(error));
  }
}

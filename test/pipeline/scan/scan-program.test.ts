import { Duration } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { stepBuildspec } from '../../../lib/codebuild/buildspec/step-buildspec';
import { ImageScan, ImageScanOptions } from '../../../lib/pipeline/scan/image-scan';
import { WORK_DIRECTORY } from '../../../lib/steps/step-program';
import { holds } from '../../property';
import { hostileReports } from '../../shell/hostile';
import { AwsAnswer, awsCalls, AwsScript, inputsOf, runScripted, ScriptedRun } from '../../shell/scripted-run';

const ACCOUNT = '123456789012';
const REPOSITORY = `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/team/api`;
const REPOSITORY_ARN = `arn:aws:ecr:eu-central-1:${ACCOUNT}:repository/team/api`;
const DIGEST = `sha256:${'a'.repeat(64)}`;
const DESCRIBE = 'ecr DescribeImageScanFindings';
const START = 'ecr StartImageScan';
const SETTING = 'ecr GetRegistryScanningConfiguration';
const RAW = 'docker buildx imagetools inspect';
const buildspec = stepBuildspec({ name: 'scan', exports: ['FINDINGS'] });

const registry = (scanType: string): AwsAnswer => ({ json: { registryId: ACCOUNT, scanningConfiguration: { scanType } } });
const of = (status: string, imageScanFindings?: object, more = {}): AwsAnswer => ({ json: { imageScanStatus: { status, description: 'as it is' }, imageScanFindings, ...more } });
const notFound: AwsAnswer = { error: '(ScanNotFoundException) when calling the DescribeImageScanFindings operation: Image scan does not exist' };
const basicFinding = (id: string, severity: string, name = 'openssl') =>
  ({ name: id, severity, attributes: [{ key: 'package_name', value: name }, { key: 'package_version', value: '3.0' }] });
const basicFindings = (...findings: object[]): AwsAnswer => of('COMPLETE', { imageScanCompletedAt: new Date(1), findings });
const enhancedFinding = (id: string, severity: string, name = 'lodash', more = {}) =>
  ({ severity, status: 'ACTIVE', fixAvailable: 'YES', packageVulnerabilityDetails: { vulnerabilityId: id, vulnerablePackages: [{ name, version: '4.0', fixedInVersion: '4.1' }] }, ...more });

/** A day, so many days from today. */
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

function scan(scanOf: ImageScan, script: AwsScript, environment: Record<string, string> = {}): ScriptedRun {
  return runScripted(buildspec, { REPOSITORY, REPOSITORY_ARN, IMAGE_DIGEST: DIGEST, SCAN: scanOf._variable(), ...environment }, {
    [SETTING]: [registry(scanOf.kind === 'basic' ? 'BASIC' : 'ENHANCED')],
    [RAW]: [{ json: { config: {} } }],
    ...script,
  });
}

const basic = (options: ImageScanOptions, ...answers: AwsAnswer[]): ScriptedRun => scan(ImageScan.basic(options), { [DESCRIBE]: answers });
const error = ({ log }: ScriptedRun): string => log.slice(log.indexOf('nodejs-image: error: ') + 'nodejs-image: error: '.length).split('\n')[0];
/** What was counted, as the log has it: an image that is stopped exports nothing. */
const counts = ({ said }: ScriptedRun): any =>
  Object.fromEntries([...said.find(line => line.startsWith('counted: '))!.replace('accepted:', 'ACCEPTED').matchAll(/([A-Z]+) (\d+)/g)].map(([, level, count]) => [level, Number(count)]));
const looks = (run: ScriptedRun): any[] => inputsOf(run, 'ecr', 'DescribeImageScanFindings');
const digestsLookedAt = (run: ScriptedRun): string[] => looks(run).map(({ imageId }) => imageId.imageDigest);
const starts = (run: ScriptedRun): any[] => inputsOf(run, 'ecr', 'StartImageScan');

describe('the limits', () => {
  test('an image without findings passes', () => {
    const run = basic({}, basicFindings());

    expect(run.status).toBe(0);
    expect(JSON.parse(run.exported.FINDINGS)).toEqual({ CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0, INFORMATIONAL: 0, UNRATED: 0, ACCEPTED: 0 });
    expect(counts(run)).toEqual(JSON.parse(run.exported.FINDINGS));
    expect(run.said).toEqual([
      `the findings of ${REPOSITORY}@${DIGEST}`, 'no finding counts',
      'counted: CRITICAL 0, HIGH 0, MEDIUM 0, LOW 0, INFORMATIONAL 0, UNRATED 0; accepted: 0', 'the findings are within the limits',
    ]);
  });

  test('one critical or high finding stops an image, others do not', () => {
    expect(basic({}, basicFindings(basicFinding('CVE-2026-1', 'CRITICAL'))).status).toBe(1);
    expect(basic({}, basicFindings(basicFinding('CVE-2026-1', 'HIGH'))).status).toBe(1);
    expect(basic({}, basicFindings(...['MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED', 'NEW'].map(severity => basicFinding(`CVE-${severity}`, severity)))).status).toBe(0);
  });

  test('the message says which limits, and the first findings', () => {
    const run = basic({ maximum: { medium: 1 } }, basicFindings(
      basicFinding('CVE-2026-3', 'MEDIUM'), basicFinding('CVE-2026-2', 'HIGH'), basicFinding('CVE-2026-4', 'MEDIUM', ''), basicFinding('CVE-2026-5', 'LOW'), basicFinding('CVE-2026-6', 'HIGH', 'zlib'),
    ));

    expect(error(run)).toBe('findings beyond the limits: HIGH 2 (at most 0), MEDIUM 2 (at most 1); the first are CVE-2026-2 in openssl, CVE-2026-6 in zlib, CVE-2026-3 in openssl, CVE-2026-4: '
      + 'fix them, or accept them for a time by the option "accepted" of ImageScan');
    expect(counts(run)).toMatchObject({ HIGH: 2, MEDIUM: 2, LOW: 1 });
    expect(run.exported).toEqual({});
    expect(run.said.slice(1, 4)).toEqual([
      'SEVERITY  FINDING     PACKAGE  VERSION  FIXED IN', 'HIGH      CVE-2026-2  openssl  3.0', 'HIGH      CVE-2026-6  zlib     3.0',
    ]);
  });

  test('come by a file where they are long', () => {
    const SCAN = ImageScan.basic({ accepted: [{ id: 'CVE-2026-1', expires: day(30), reason: 'not reachable' }] })._variable();
    const run = (unzip: string) => runScripted(buildspec, { REPOSITORY, REPOSITORY_ARN, IMAGE_DIGEST: DIGEST, SCAN_FILE: 'assets/1.zip' }, {
      's3 GetObject': [{ json: { Body: 'an archive' } }],
      [SETTING]: [registry('BASIC')],
      [RAW]: [{ json: { config: {} } }],
      [DESCRIBE]: [basicFindings(basicFinding('CVE-2026-1', 'HIGH'))],
    }, { programs: { unzip } });
    const read = run(`printf '%s' '${SCAN}'`);

    expect(read.status).toBe(0);
    expect(counts(read)).toMatchObject({ HIGH: 0, ACCEPTED: 1 });
    expect(inputsOf(read, 's3', 'GetObject')).toEqual([{ Bucket: 'assets', Key: '1.zip' }]);
    expect(JSON.parse(read.exported.FINDINGS)).toMatchObject({ HIGH: 0, ACCEPTED: 1 });
    expect(error(run('exit 9'))).toBe('what the scan may find cannot be unpacked from assets/1.zip');
  });

  test('a limit is the most there may be', () => {
    const two = basicFindings(basicFinding('CVE-2026-1', 'HIGH'), basicFinding('CVE-2026-2', 'HIGH'));

    expect(basic({ maximum: { high: 2 } }, two).status).toBe(0);
    expect(basic({ maximum: { high: 1 } }, two).status).toBe(1);
  });

  test('a severity that nobody knows counts as not rated', () => {
    expect(error(basic({ maximum: { unrated: 0 } }, basicFindings(basicFinding('CVE-2026-1', 'SEVERE'))))).toContain('UNRATED 1 (at most 0)');
  });

  test('all pages count', () => {
    const run = basic({}, of('COMPLETE', { imageScanCompletedAt: new Date(1), findings: [basicFinding('CVE-2026-1', 'LOW')] }, { nextToken: 'more' }), { error: '(ThrottlingException) Rate exceeded' },
      of('COMPLETE', { findings: [basicFinding('CVE-2026-2', 'LOW')] }, { nextToken: 'last' }), basicFindings(basicFinding('CVE-2026-3', 'CRITICAL')));

    expect(run.status).toBe(1);
    expect(counts(run)).toMatchObject({ LOW: 2, CRITICAL: 1 });
    expect(looks(run).map(({ nextToken }) => nextToken)).toEqual([undefined, 'more', 'more', 'last']);
    expect(looks(run)[0]).toEqual({ registryId: ACCOUNT, repositoryName: 'team/api', imageId: { imageDigest: DIGEST }, maxResults: 1000 });
  });
});

describe('an index', () => {
  const index = { manifests: [
    { digest: `sha256:${'1'.repeat(64)}`, platform: { os: 'linux', architecture: 'amd64' } }, { digest: `sha256:${'2'.repeat(64)}`, platform: { os: 'linux', architecture: 'arm64' } },
    { digest: `sha256:${'3'.repeat(64)}`, platform: { os: 'unknown', architecture: 'unknown' } },
  ] };

  test('each image of a platform is looked at, and a finding of both counts once, with its worst severity', () => {
    const run = scan(ImageScan.basic(), { [RAW]: [{ json: index }], [DESCRIBE]: [
      basicFindings(basicFinding('CVE-2026-1', 'LOW'), basicFinding('CVE-2026-1', 'LOW', 'zlib')), basicFindings(basicFinding('CVE-2026-1', 'MEDIUM')),
    ] });

    expect(run.status).toBe(0);
    expect(counts(run)).toMatchObject({ LOW: 1, MEDIUM: 1 });
    expect(digestsLookedAt(run)).toEqual([`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`]);
  });

  test('the image of the second platform alone stops it', () => {
    expect(scan(ImageScan.basic(), { [RAW]: [{ json: index }], [DESCRIBE]: [basicFindings(), basicFindings(basicFinding('CVE-2026-1', 'HIGH'))] }).status).toBe(1);
  });

  test('one without an image is an error', () => {
    expect(error(scan(ImageScan.basic(), { [RAW]: [{ json: { manifests: [] } }] }))).toBe(`${REPOSITORY}@${DIGEST} is an index without an image`);
  });
});

describe('what is accepted', () => {
  const high = basicFindings(basicFinding('CVE-2026-1', 'HIGH'));
  const accept = (expires: string, more = {}) => ({ accepted: [{ id: 'CVE-2026-1', expires, reason: 'it is never called', ...more }] });

  test('does not count, and is shown with its reason', () => {
    const run = basic(accept(day(60)), high);

    expect(run.status).toBe(0);
    expect(counts(run)).toMatchObject({ HIGH: 0, ACCEPTED: 1 });
    expect(run.said).toContain(`accepted until ${day(60)}: HIGH CVE-2026-1 in openssl: it is never called`);
    expect(run.log).not.toContain('notice');
  });

  test('counts again from the day after it expired, and the log says so', () => {
    expect(basic(accept(day(0)), high).status).toBe(0);
    const run = basic(accept(day(-1)), high);

    expect(run.status).toBe(1);
    expect(run.log).toContain(`accepted until ${day(-1)}, which has passed`);
  });

  test.each([[13, true], [15, false]])('that expires in %d days gives a notice: %s', (days, notice) => {
    expect(basic(accept(day(days)), high).log.includes(`notice: the acceptance of CVE-2026-1 expires on ${day(days)}`)).toBe(notice);
  });

  test('in a package counts in others', () => {
    expect(basic(accept(day(60), { package: 'openssl' }), high).status).toBe(0);
    expect(basic(accept(day(60), { package: 'zlib' }), high).status).toBe(1);
  });

  test('what no finding matches gives a notice', () => {
    expect(basic(accept(day(60), { package: 'zlib' }), high).said).toContain(`notice: no finding is CVE-2026-1 in zlib, which is accepted until ${day(60)}: take it from the list`);
    expect(basic({}, basicFindings()).log).not.toContain('notice');
  });

  test('twice, once for a package, holds as long as the longer one', () => {
    const accepted = [{ id: 'CVE-2026-1', expires: day(-3), reason: 'old', package: 'openssl' }, { id: 'CVE-2026-1', expires: day(30), reason: 'new' }];

    expect(basic({ accepted }, high).said).toContain(`accepted until ${day(30)}: HIGH CVE-2026-1 in openssl: new`);
  });
});

describe('waiting for a basic scan', () => {
  test('a scan that runs is waited for', () => {
    const run = basic({}, of('PENDING'), of('IN_PROGRESS'), { error: '(ServerException) at first' }, basicFindings());

    expect(run.status).toBe(0);
    expect(starts(run)).toEqual([]);
  });

  test('one is started where there is none, once', () => {
    const run = scan(ImageScan.basic(), { [DESCRIBE]: [notFound, notFound, of('IN_PROGRESS'), basicFindings()], [START]: [{ json: { imageScanStatus: { status: 'IN_PROGRESS' } } }] });

    expect(run.status).toBe(0);
    expect(awsCalls(run, 'ecr', 'StartImageScan')).toEqual([
      { service: 'ecr', operation: 'StartImageScan', region: 'eu-central-1', input: { registryId: ACCOUNT, repositoryName: 'team/api', imageId: { imageDigest: DIGEST } } },
    ]);
  });

  test('one that was throttled is started again', () => {
    const run = scan(ImageScan.basic(), { [DESCRIBE]: [notFound, notFound, basicFindings()], [START]: [{ error: '(ThrottlingException) slower' }, {}] });

    expect(run.status).toBe(0);
    expect(starts(run)).toHaveLength(2);
  });

  test('that the image was scanned within a day is no error', () => {
    const run = scan(ImageScan.basic(), { [DESCRIBE]: [of('FINDINGS_UNAVAILABLE'), basicFindings()], [START]: [{ error: '(LimitExceededException) The scan quota per image has been exceeded.' }] });

    expect(run.status).toBe(0);
  });

  test('a scan that cannot be started is an error', () => {
    const run = scan(ImageScan.basic(), { [DESCRIBE]: [notFound], [START]: [{ error: '(UnsupportedImageTypeException) not this one' }] });

    expect(error(run)).toBe(`cannot start a scan of ${REPOSITORY}@${DIGEST}`);
    expect(run.log).toContain('nodejs-image: | An error occurred (UnsupportedImageTypeException): not this one');
  });

  test('findings without the time of their scan are not yet those of a scan', () => {
    expect(basic({}, of('COMPLETE', { findings: [] }), basicFindings(basicFinding('CVE-2026-1', 'HIGH'))).status).toBe(1);
  });

  test('it ends', () => {
    const run = basic({ timeout: Duration.minutes(2) }, of('IN_PROGRESS'));

    expect(error(run)).toBe(`${REPOSITORY}@${DIGEST} has no findings after 2 minutes, its scan has the status IN_PROGRESS: retry the step later, or raise the timeout of ImageScan`);
    expect(looks(run)).toHaveLength(2 * 6 + 1);
    expect(run.exported).toEqual({});
  });

  test.each([
    ['FAILED', 'release the change again once the cause is gone'], ['UNSUPPORTED_IMAGE', 'choose a base image that the scanner supports, or the other kind of ImageScan'],
    ['SCAN_ELIGIBILITY_EXPIRED', 'build the image anew, or lengthen the duration for which Amazon Inspector scans images'],
    ['LIMIT_EXCEEDED', 'the limit of scans is used up: retry the step later'], ['IMAGE_ARCHIVED', 'restore the image from the archive'], ['NEW_STATUS', 'this status is not known'],
  ])('the status %s stops the image', (status, advice) => {
    const run = basic({}, of(status, { findings: [] }));

    expect([run.status, error(run)]).toEqual([1, `${REPOSITORY}@${DIGEST} has no findings, its scan has the status ${status} (as it is): ${advice}`]);
    expect(run.exported).toEqual({});
  });

  test.each(['(AccessDeniedException) no', '(ImageNotFoundException) no', '(RepositoryNotFoundException) no'])('%s is an error at once', message => {
    const run = basic({}, { error: message });

    expect(error(run)).toBe(`cannot read the findings of ${REPOSITORY}@${DIGEST}`);
    expect(looks(run)).toHaveLength(1);
  });

  test('an answer that is no JSON of findings is an error', () => {
    expect(basic({}, of('COMPLETE', { imageScanCompletedAt: new Date(1), findings: [1] })).status).toBe(1);
    expect(basic({}, { json: 'nothing' }).status).not.toBe(0);
  });
});

describe('Amazon Inspector', () => {
  const inspector = (script: AwsScript): ScriptedRun => scan(ImageScan.inspector({ timeout: Duration.minutes(1) }), script);
  const covered = (reason: string): AwsAnswer => ({ json: { coveredResources: [{ scanStatus: { reason } }] } });

  test.each(['ACTIVE', 'COMPLETE'])('findings with the status %s count, each package for itself', status => {
    const two = enhancedFinding('CVE-2026-1', 'HIGH');
    two.packageVulnerabilityDetails.vulnerablePackages.push({ name: 'zlib', version: '1', fixedInVersion: 'NotAvailable' });
    const run = inspector({ [DESCRIBE]: [of(status, { imageScanCompletedAt: new Date(1), enhancedFindings: [two, enhancedFinding('CVE-2026-2', 'UNTRIAGED')] })] });

    expect(run.status).toBe(1);
    expect(counts(run)).toMatchObject({ HIGH: 2, UNRATED: 1 });
    expect(run.said).toContain('HIGH      CVE-2026-1  lodash   4.0      4.1');
  });

  test('what a rule of Inspector suppresses does not count', () => {
    expect(inspector({ [DESCRIBE]: [of('ACTIVE', { imageScanCompletedAt: new Date(1), enhancedFindings: [enhancedFinding('CVE-2026-1', 'HIGH', 'a', { status: 'SUPPRESSED' })] })] }).status).toBe(0);
  });

  test('a scan that is active before it has been done is waited for', () => {
    const run = inspector({
      [DESCRIBE]: [notFound, of('PENDING'), of('ACTIVE', { findings: [] }), of('COMPLETE', { findings: [] }), of('ACTIVE', { findings: [] }), of('ACTIVE', { enhancedFindings: [enhancedFinding('CVE-2026-1', 'CRITICAL')] })],
      'inspector2 ListCoverage': [{ json: { coveredResources: [] } }, covered('PENDING_INITIAL_SCAN'), covered('SUCCESSFUL')],
    });

    expect(run.status).toBe(1);
    expect(counts(run)).toMatchObject({ CRITICAL: 1 });
    expect(inputsOf(run, 'inspector2', 'ListCoverage')[0].filterCriteria).toEqual({ resourceId: [{ comparison: 'EQUALS', value: `${REPOSITORY_ARN}/${DIGEST}` }] });
    expect(starts(run)).toEqual([]);
  });

  test('an image without findings passes once Inspector has scanned it', () => {
    expect(inspector({ [DESCRIBE]: [of('ACTIVE', { findings: [] })], 'inspector2 ListCoverage': [covered('SUCCESSFUL')] }).status).toBe(0);
    expect(inspector({ [DESCRIBE]: [of('ACTIVE', { findings: [] })], 'inspector2 ListCoverage': [covered('UNSUPPORTED_OS')] }).status).toBe(1);
  });

  test('an image of which it knows nothing is no image without findings', () => {
    expect(error(inspector({ [DESCRIBE]: [notFound] }))).toContain('is Amazon Inspector enabled, and does a filter of the registry\'s enhanced scanning match the repository?');
    expect(error(inspector({ [DESCRIBE]: [of('FINDINGS_UNAVAILABLE')] }))).toContain('see in Amazon Inspector why it has none');
  });
});

describe('the other kind of scanning', () => {
  const toBasic = `the registry has basic scanning for ${REPOSITORY}, but the gate is for Amazon Inspector: give the pipeline ImageScan.basic(), or set the registry to enhanced scanning`;
  const toInspector = `the registry scans ${REPOSITORY} by Amazon Inspector, but the gate is for basic scanning: give the pipeline ImageScan.inspector(), or set the registry to basic scanning`;

  test('is told by the setting of the registry', () => {
    expect(error(scan(ImageScan.basic(), { [SETTING]: [registry('ENHANCED')] }))).toBe(toInspector);
    expect(error(scan(ImageScan.inspector(), { [SETTING]: [registry('BASIC')] }))).toBe(toBasic);
  });

  test.each([['of another account', { json: { registryId: '999999999999', scanningConfiguration: { scanType: 'OTHER' } } }], ['that cannot be read', { error: '(AccessDeniedException) no' }]])('is told by the findings where the setting is one %s', (_, answer) => {
    const setting = { [SETTING]: [answer] };

    expect(error(scan(ImageScan.basic(), { ...setting, [DESCRIBE]: [of('ACTIVE', { findings: [] })] }))).toBe(toInspector);
    expect(error(scan(ImageScan.basic(), { ...setting, [DESCRIBE]: [of('COMPLETE', { imageScanCompletedAt: new Date(1), enhancedFindings: [] })] }))).toBe(toInspector);
    expect(error(scan(ImageScan.inspector(), { ...setting, [DESCRIBE]: [basicFindings(basicFinding('CVE-2026-1', 'LOW'))] }))).toBe(toBasic);
  });
});

describe('metrics', () => {
  const METRICS = { METRICS_NAMESPACE: 'NodejsImage', METRICS_IMAGE: 'api' };

  test('are the findings of each severity, also of an image that is stopped', () => {
    const run = scan(ImageScan.basic(), { [DESCRIBE]: [basicFindings(basicFinding('CVE-2026-1', 'HIGH'))], 'cloudwatch PutMetricData': [{}] }, METRICS);

    expect(run.status).toBe(1);
    expect(inputsOf(run, 'cloudwatch', 'PutMetricData').map(({ Namespace }) => Namespace)).toEqual(['NodejsImage']);
    expect(inputsOf(run, 'cloudwatch', 'PutMetricData')[0].MetricData).toContainEqual({
      MetricName: 'Findings', Dimensions: [{ Name: 'Image', Value: 'api' }, { Name: 'Severity', Value: 'HIGH' }], Value: 1, Unit: 'Count',
    });
  });

  test('that cannot be put are a notice', () => {
    const run = scan(ImageScan.basic(), { [DESCRIBE]: [basicFindings()], 'cloudwatch PutMetricData': [{ error: '(AccessDenied) no' }] }, METRICS);

    expect(run.status).toBe(0);
    expect(run.log).toMatch(/notice: the metrics could not be put: .*AccessDenied/);
  });

  test('without a namespace are not put', () => {
    expect(awsCalls(basic({}, basicFindings()), 'cloudwatch')).toEqual([]);
  });
});

test.each(['latest', 'sha256:abc', '', `${DIGEST}\n`])('the digest %j is refused', digest => {
  const run = scan(ImageScan.basic(), {}, { IMAGE_DIGEST: digest });

  expect(run.status).toBe(1);
  expect(looks(run)).toEqual([]);
});

test('whatever is in findings, packages and reasons, it is shown and not run, and forges no line', () => {
  const hostile = hostileReports.map(text => `${text}\u0000${text}`);
  holds(fc.property(hostile, hostile, hostileReports, fc.constantFrom(0, 1), (id, name, reason, limit) => {
    const run = basic({ maximum: { high: limit }, accepted: [{ id: 'CVE-2026-9', expires: day(60), reason: `r${reason}` }] },
      basicFindings(basicFinding(id, 'HIGH', name), basicFinding('CVE-2026-9', 'CRITICAL', name)));

    expect([run.status, run.files]).toEqual([1 - limit, [WORK_DIRECTORY]]);
    expect(counts(run)).toMatchObject({ HIGH: 1, ACCEPTED: 1 });
    // the findings, the table's two, the accepted, the total, and the end: an error in place of the last
    expect(run.log.split('\n').filter(line => line !== '')).toHaveLength(6);
    expect(run.said.filter(line => line === 'the findings are within the limits')).toHaveLength(limit);
  }), 8);
});
